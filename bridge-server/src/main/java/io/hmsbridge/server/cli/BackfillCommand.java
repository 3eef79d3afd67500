package io.hmsbridge.server.cli;

import java.time.Instant;
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

    @Mixin
    private ReplayOptions options;

    @Override
    public Integer call() {
        return options.run(order(), would -> ReplayText.backfill(would, target), _ -> false);
    }

    private Map<String, Object> order() {
        var order = new LinkedHashMap<String, Object>();
        order.put("backfill", true);
        order.put("target", target);
        order.put("from", since.toString());
        order.put("to", (until != null ? until : ReplayOptions.now()).toString());
        order.put("type", type);
        order.put("latestPerKey", latestPerKey);
        order.put("live", live);
        return order;
    }
}
