package io.hmsbridge.server.cli;

import io.hmsbridge.server.config.ConfigException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(name = "doctor",
        description = "Look at what the server stands on, and say what to do: configuration, database, clock, disk, open files,"
                + " plugins, targets, sheets. Then check that all that was accepted is accounted for: in the last day, unless"
                + " said otherwise.",
        footer = {"", "bridge doctor --since 7d",
            "bridge doctor --from 2026-12-01T00:00:00Z --to 2026-12-08T00:00:00Z"})
final class DoctorCommand implements Callable<Integer> {

    private static final Duration USUAL = Duration.ofDays(1);
    private static final List<String> SUMS =
            List.of("events", "matched", "made", "again", "ended", "pending", "dead", "lost", "twice");
    private static final int NAMED = 50;
    private static final int RENEW_DAYS = 30;

    @ArgGroup
    private Window window = new Window();

    @Mixin
    private Connection connection;

    @Mixin
    private Output output;

    /** Which events. */
    static final class Window {

        @Option(names = "--since", paramLabel = "TIME", converter = Age.class,
                description = "Those accepted in the last 30m, 24h or 7d (default: 24h).")
        private Duration since;

        @ArgGroup(exclusive = false)
        private Range range;

        @Option(names = "--all", description = "All that the ledger has.")
        private boolean all;

        private Map<String, String> parameters() {
            var parameters = new LinkedHashMap<String, String>();
            if (range != null) {
                Optional.ofNullable(range.from).ifPresent(from -> parameters.put("from", from.toString()));
                Optional.ofNullable(range.to).ifPresent(to -> parameters.put("to", to.toString()));
            } else if (!all) {
                parameters.put("from", Instant.now().minus(Optional.ofNullable(since).orElse(USUAL)).toString());
            }
            return parameters;
        }

        private String words() {
            if (range != null || all) {
                return range == null ? "of all times" : "in that window";
            }
            return "in the last " + Optional.ofNullable(since).orElse(USUAL).toString().substring(2).toLowerCase(
                    Locale.ROOT);
        }
    }

    /** A window's ends. */
    static final class Range {

        @Option(names = "--from", paramLabel = "TIME", description = "Those accepted at this time or later.")
        private Instant from;

        @Option(names = "--to", paramLabel = "TIME", description = "Those accepted before this time.")
        private Instant to;
    }

    @Override
    public Integer call() {
        try (var client = connection.client()) {
            var checks = new ArrayList<>(configuration());
            checks.addAll(client.get("/v1/checkup", Map.of()).list("checks"));
            boolean fine = checks.stream().noneMatch(check -> check.text("verdict").equals("FAILED"));
            if (!output.isJson()) {
                new FindingsView(output).print(checks);
            }
            var sums = sums(client);
            boolean holds = sums.is("holds");
            var ends = client.certificate().map(certificate -> certificate.getNotAfter().toInstant());
            var told = new LinkedHashMap<>(sums.fields());
            told.put("ok", fine && holds);
            told.put("checks", checks.stream().map(JsonView::fields).toList());
            ends.ifPresent(end -> told.put("certificateExpires", end.toString()));
            output.print(told, () -> """
                    %s events were accepted %s, of which %s packets were made, and %s again.
                    %s have ended, %s wait, %s are dead: %s""".formatted(sums.text("events"), window.words(),
                    sums.text("matched"), sums.text("again"), sums.text("ended"), sums.text("pending"),
                    sums.text("dead"), holds ? "nothing is missing."
                            : "THEY DO NOT ADD UP [BRG-9002], %s are lost and %s there twice, of events %s".formatted(
                                    sums.text("lost"), sums.text("twice"), sums.text("wrong")))
                    + ends.map(DoctorCommand::certificate).orElse(""));
            return fine && holds ? ExitCode.OK : ExitCode.FAILED;
        }
    }

    /** Of a server on this machine that goes by the configuration here. */
    private List<JsonView> configuration() {
        if (connection.isNamed()) {
            return List.of();
        }
        var options = new ConfigOptions();
        try {
            options.reader().read(options.file());
            return List.of(check("OK", options.whichFile() + " can be used", ""));
        } catch (ConfigException e) {
            return e.problems().stream().map(problem -> check("FAILED", problem.summary(),
                    "mend it; the server goes on with the last good one until it is started again")).toList();
        }
    }

    private static JsonView check(String verdict, String detail, String mend) {
        var fields = new LinkedHashMap<String, Object>(
                Map.of("check", "configuration", "verdict", verdict, "detail", detail));
        if (!mend.isEmpty()) {
            fields.put("mend", mend);
        }
        return JsonView.of(fields);
    }

    private static String certificate(Instant end) {
        long days = Duration.between(Instant.now(), end).toDays();
        return "%nThe server's certificate is valid until %s, for %d days%s.".formatted(end, days,
                days < RENEW_DAYS ? ": RENEW IT; the server takes the new file without a restart" : "");
    }

    /** Asks for one part of the window after the other, and adds them up. */
    private JsonView sums(BridgeClient client) {
        var parameters = window.parameters();
        var sums = new LinkedHashMap<String, Object>();
        boolean holds = true;
        var wrong = new ArrayList<Object>();
        JsonView part;
        do {
            part = client.get("/v1/ledger/conserved", parameters);
            holds &= part.is("holds");
            for (var name : SUMS) {
                sums.merge(name, part.number(name), (a, b) -> (Long) a + (Long) b);
            }
            if (part.fields().get("wrong") instanceof List<?> more) {
                more.stream().limit(NAMED - wrong.size()).forEach(wrong::add);
            }
            parameters.put("after", part.text("after"));
            parameters.put("upto", part.text("upto"));
        } while (part.fields().containsKey("after"));
        sums.put("holds", holds);
        sums.put("wrong", wrong);
        return JsonView.of(sums);
    }
}
