package io.hmsbridge.server.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.concurrent.atomic.AtomicInteger;

/** Counts those who follow the stream. */
public final class StreamMeters {

    private final AtomicInteger clients = new AtomicInteger();
    private final Counter dropped;

    StreamMeters(MeterRegistry registry) {
        Gauge.builder("bridge.stream.clients", clients, AtomicInteger::get)
                .description("Clients that follow the stream of packets").register(registry);
        dropped = Counter.builder("bridge.stream.dropped")
                .description("Clients of the stream that were let go because they took nothing").register(registry);
    }

    public void came() {
        clients.incrementAndGet();
    }

    public void went() {
        clients.decrementAndGet();
    }

    /** One will go that takes nothing. */
    public void dropped() {
        dropped.increment();
    }
}
