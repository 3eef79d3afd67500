package io.hmsbridge.server.cli;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What all replays can be told, and how they are run. */
final class ReplayOptions {

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

    /** The end of a window that has none: fixed at the beginning, so that what was previewed is what is sent. */
    static Instant now() {
        return Instant.now().truncatedTo(ChronoUnit.MILLIS).plusMillis(1);
    }

    /**
     * Runs what is ordered.
     *
     * @param order as the server takes it; what is null in it is left out
     * @param text a preview in words
     * @param nothing whether a preview says that there is nothing to do
     * @return the exit code
     */
    int run(Map<String, Object> order, Function<JsonView, String> text, Predicate<JsonView> nothing) {
        var whole = new LinkedHashMap<>(order);
        whole.put("overtaken", overtaken);
        whole.put("rate", rate);
        try (var client = connection.client()) {
            return new ReplayRun(client, output, whole, new ReplayRun.Wishes(why, preview, yes, detach))
                    .run(text, nothing);
        }
    }
}
