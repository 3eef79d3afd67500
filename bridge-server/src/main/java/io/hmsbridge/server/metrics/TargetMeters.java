package io.hmsbridge.server.metrics;

import io.hmsbridge.core.ledger.Outcome;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The meters of one target, looked up once. */
final class TargetMeters {

    private static final Duration[] LATENCIES = Metrics.millis(2, 5, 10, 25, 50, 100, 250, 500, 1_000, 2_500, 5_000,
            10_000, 30_000, 60_000, 300_000, 900_000, 3_600_000);
    private static final Duration[] ATTEMPTS =
            Metrics.millis(1, 2, 5, 10, 25, 50, 100, 250, 500, 1_000, 2_500, 5_000, 10_000, 30_000);

    private final Timer latency;
    private final Map<Outcome, Timer> attempts;
    private final Map<Outcome, Counter> ends;
    private final Counter retries;
    private final Counter holds;

    TargetMeters(MeterRegistry registry, String target) {
        latency = Timer.builder("bridge.emit.to.sent")
                .description("From when an event was accepted until its packet was recorded as sent, without replays")
                .tag("target", target).serviceLevelObjectives(LATENCIES).register(registry);
        attempts = each(outcome -> Timer.builder("bridge.attempt.duration")
                .description("Attempts to send packets, by how they ended")
                .tags("target", target, "outcome", label(outcome)).serviceLevelObjectives(ATTEMPTS).register(registry));
        ends = each(outcome -> Counter.builder("bridge.packets.ended").description("Packets by how they ended")
                .tags("target", target, "state", label(outcome)).register(registry));
        retries = Counter.builder("bridge.packets.retried")
                .description("Attempts after which a packet waits to be tried again")
                .tag("target", target).register(registry);
        holds = Counter.builder("bridge.packets.held")
                .description("Packets that had to wait for an earlier one of their key")
                .tag("target", target).register(registry);
    }

    /** All from the start, so that the first of a kind is an increase too. */
    private static <T> Map<Outcome, T> each(Function<Outcome, T> meter) {
        return Arrays.stream(Outcome.values())
                .collect(Collectors.toMap(o -> o, meter, (a, _) -> a, () -> new EnumMap<>(Outcome.class)));
    }

    private static String label(Outcome outcome) {
        return outcome.name().toLowerCase(Locale.ROOT);
    }

    void sent(Duration sinceAccepted) {
        latency.record(sinceAccepted.isNegative() ? Duration.ZERO : sinceAccepted);
    }

    void attempted(Outcome outcome, int millis) {
        attempts.get(outcome).record(millis, TimeUnit.MILLISECONDS);
    }

    void ended(Outcome outcome) {
        ends.get(outcome).increment();
    }

    Counter retries() {
        return retries;
    }

    Counter holds() {
        return holds;
    }
}
