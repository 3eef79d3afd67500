package io.hmsbridge.server.metrics;

import io.hmsbridge.core.ledger.Governed.Found;
import io.hmsbridge.core.ledger.NewPacket;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/** Counts what governance finds, by class and action: as many as policies name, never by what events hold. */
final class GovernanceMeters {

    private record Kind(String dataClass, String action) {}

    private final MeterRegistry registry;
    private final ConcurrentMap<Kind, Counter> findings = new ConcurrentHashMap<>();

    GovernanceMeters(MeterRegistry registry) {
        this.registry = registry;
    }

    void count(NewPacket packet) {
        for (var found : packet.governed().found()) {
            findings.computeIfAbsent(kind(found), this::counter).increment();
        }
    }

    private static Kind kind(Found found) {
        return new Kind(found.dataClass(), found.action());
    }

    private Counter counter(Kind kind) {
        return Counter.builder("bridge.governance.findings")
                .description("Fields of new packets in which governance found a class of data, by what it did")
                .tag("class", kind.dataClass).tag("action", kind.action).register(registry);
    }
}
