package io.hmsbridge.server.cli;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(name = "backfill", description = {
    "Give a target what was accepted before it was there, mapped by the sheets now in force: shows what that would be, and asks.",
    "It is a replay: bridge replay list, show and cancel are for it, too."},
        footer = {"", "bridge backfill scheduling --since 90d --latest-per-key",
            "bridge backfill audit --since 2026-01-01T00:00:00Z --live after --rate 100/s"})
final class BackfillCommand implements Callable<Integer> {

    @Parameters(paramLabel = "TARGET", description = "The target.")
    private String target;

    @Option(names = "--since", paramLabel = "TIME", required = true, converter = Past.class,
            description = "Of the events accepted since then: a time, or 24h or 90d ago.")
    private Instant since;

    @Option(names = "--until", paramLabel = "TIME", converter = Past.class,
            description = "Accepted before this time (default: now).")
    private Instant until;

    @Option(names = "--type", paramLabel = "TYPE", description = "Of events of this type.")
    private String type;

    @Option(names = "--latest-per-key", description = "Of each key one packet, with the newest values of all fields.")
    private boolean latestPerKey;

    @Option(names = "--live", paramLabel = "first|after", defaultValue = "first",
            description = "Whether live packets go first (default), or after what is backfilled.")
    private String live;

    @Option(names = "--overtaken", description = "Those too that newer packets have overwritten.")
    private boolean overtaken;

    @Option(names = "--rate", paramLabel = "RATE", description = "At most so many in a time, as 50/s.")
    private String rate;

    @Option(names = "--why", paramLabel = "TEXT", defaultValue = "", description = "The reason, for the ledger.")
    private String why;

    @Option(names = "--preview", description = "Only show what it would do.")
    private boolean preview;

    @Option(names = "--yes", description = "Do not ask.")
    private boolean yes;

    @Option(names = "--detach", description = "Do not wait for its end.")
    private boolean detach;

    @Mixin
    private Connection connection;

    @Mixin
    private Output output;

    @Override
    public Integer call() {
        try (var client = connection.client()) {
            return new ReplayRun(client, output, order(), new ReplayRun.Wishes(why, preview, yes, detach))
                    .run(would -> ReplayText.backfill(would, target), _ -> false);
        }
    }

    private Map<String, Object> order() {
        var order = new LinkedHashMap<String, Object>();
        order.put("backfill", true);
        order.put("target", target);
        order.put("from", since.toString());
        // The end is fixed here, so that what was previewed is what is sent.
        order.put("to",
                (until != null ? until : Instant.now().truncatedTo(ChronoUnit.MILLIS).plusMillis(1)).toString());
        order.put("type", type);
        order.put("latestPerKey", latestPerKey);
        order.put("live", live);
        order.put("overtaken", overtaken);
        order.put("rate", rate);
        return order;
    }
}
