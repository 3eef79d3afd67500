package io.hmsbridge.core.outbox;

import io.hmsbridge.api.ConnectorContext;
import io.hmsbridge.api.DurableState;
import io.hmsbridge.api.Http;
import io.hmsbridge.api.Settings;
import io.hmsbridge.core.egress.TargetEgress;
import io.hmsbridge.core.ledger.Store;
import java.lang.System.Logger;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import javax.net.SocketFactory;

/** What one connector of one target is handed. */
final class TargetContext implements ConnectorContext {

    private final Lane lane;
    private final Settings settings;
    private final TargetEgress egress;
    private final Store ledger;
    private final Clock clock;
    private final Logger logger;
    private final Map<String, LongAdder> counters = new ConcurrentHashMap<>();

    TargetContext(Lane lane, Settings settings, TargetEgress egress, Store ledger, Clock clock) {
        this.lane = lane;
        this.settings = settings;
        this.egress = egress;
        this.ledger = ledger;
        this.clock = clock;
        logger = System.getLogger("io.hmsbridge.target." + lane.name());
    }

    @Override
    public String target() {
        return lane.name();
    }

    @Override
    public Settings settings() {
        return settings;
    }

    @Override
    public Http http() {
        return egress.http();
    }

    @Override
    public SocketFactory sockets() {
        return egress.sockets();
    }

    @Override
    public Logger logger() {
        return logger;
    }

    @Override
    public Clock clock() {
        return clock;
    }

    @Override
    public void count(String name, long amount) {
        counters.computeIfAbsent(name, _ -> new LongAdder()).add(amount);
    }

    @Override
    public DurableState state() {
        return new DurableState() {
            @Override
            public Optional<byte[]> get(String name) {
                return ledger.recall(lane.target(), name);
            }

            @Override
            public void put(String name, byte[] value) {
                ledger.remember(lane.target(), name, value);
            }

            @Override
            public void remove(String name) {
                ledger.forget(lane.target(), name);
            }
        };
    }

    void close() {
        egress.close();
    }
}
