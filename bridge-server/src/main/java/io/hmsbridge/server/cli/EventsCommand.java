package io.hmsbridge.server.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(name = "events", description = "List accepted events from the ledger, newest first.",
        subcommands = ShowCommands.Event.class)
final class EventsCommand implements Runnable {

    private static final Table TABLE =
            Table.of("There are no such events.", "number", "type", "subject", "packets", "acceptedAt", "source", "id");

    @Option(names = "--unmatched", description = "Those only that no mapping sheet matched.")
    private boolean unmatched;

    @Mixin
    private Page page;

    @Mixin
    private Connection connection;

    @Mixin
    private Output output;

    @Override
    public void run() {
        try (var client = connection.client()) {
            var answer = client.get("/v1/events", parameters());
            output.print(answer.list("events"), TABLE);
            if (!output.isJson()) {
                Page.tellOfMore(answer, output);
            }
        }
    }

    private Map<String, String> parameters() {
        var parameters = new LinkedHashMap<String, String>();
        parameters.put("unmatched", unmatched ? "true" : null);
        page.addTo(parameters);
        return parameters;
    }
}
