package io.hmsbridge.server.cli;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(name = "report",
        description = {"Show which classes of data went to which targets, and what was done about them.",
            "Classes are those that governance has recognised, by content or by a field's name."},
        footer = {"", "bridge governance report --since 30d"})
final class GovernanceReportCommand implements Runnable {

    private static final Table TABLE = Table.of("Governance found nothing in the packets of this time.", "target",
            "class", "action", "packets", "policy", "first", "last");

    @Option(names = "--since", paramLabel = "TIME", converter = Age.class, defaultValue = "24h",
            description = "Of the events accepted in the last 30m, 24h or 7d (default: 24h).")
    private Duration since;

    @Option(names = "--from", paramLabel = "TIME", description = "Of those accepted at this time or later.")
    private Instant from;

    @Option(names = "--to", paramLabel = "TIME", description = "Of those accepted before this time (default: now).")
    private Instant to;

    @Option(names = "--target", paramLabel = "NAME", description = "Of this target only.")
    private String target;

    @Mixin
    private Connection connection;

    @Mixin
    private Output output;

    @Override
    public void run() {
        var end = to == null ? Instant.now() : to;
        var parameters = new LinkedHashMap<String, String>();
        parameters.put("from", (from == null ? end.minus(since) : from).toString());
        parameters.put("to", end.toString());
        if (target != null) {
            parameters.put("target", target);
        }
        try (var client = connection.client()) {
            var answer = client.get("/v1/governance/report", parameters);
            if (!output.isJson()) {
                output.line("From " + answer.text("from") + " to " + answer.text("to"));
            }
            output.print(answer.list("classes"), TABLE);
        }
    }
}
