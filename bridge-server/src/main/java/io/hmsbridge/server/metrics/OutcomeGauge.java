package io.hmsbridge.server.metrics;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.MultiGauge.Row;
import io.micrometer.core.instrument.Tags;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

/** How far those are behind who are told of outcomes. */
final class OutcomeGauge {

    private final MultiGauge lag;
    private volatile Supplier<Optional<Duration>> watched = Optional::empty;

    OutcomeGauge(MeterRegistry registry) {
        lag = MultiGauge.builder("bridge.outcomes.lag").baseUnit("seconds")
                .description("Since when ends of packets have not been told that are to be").register(registry);
    }

    void watch(Supplier<Optional<Duration>> of) {
        watched = of;
    }

    void refresh() {
        lag.register(watched.get().stream().<Row<?>>map(behind -> Row.of(Tags.empty(), behind.toMillis() / 1e3))
                .toList(), true);
    }
}
