package io.hmsbridge.benchmarks.simulation;

import io.hmsbridge.api.PacketId;
import io.hmsbridge.core.ledger.Store;
import java.time.Duration;
import java.time.Instant;

/** The simulation's store keeps what Postgres does. */
class MemoryStoreTest extends StoreContract {

    private final MemoryLedger ledger = new MemoryLedger(() -> Instant.parse("2026-11-27T08:00:00Z"), _ -> {});
    private final MemoryStore store = new MemoryStore(ledger, Duration.ofSeconds(10));
    private final MemoryStore other = new MemoryStore(ledger, Duration.ofSeconds(10));

    @Override
    Store store() {
        return store;
    }

    @Override
    Store other() {
        return other;
    }

    @Override
    void requeue(PacketId packet) {
        MemoryActs.requeue(ledger, packet);
    }

    @Override
    void discard(PacketId packet) {
        var _ = MemoryActs.discard(ledger, packet).orElseThrow();
    }
}
