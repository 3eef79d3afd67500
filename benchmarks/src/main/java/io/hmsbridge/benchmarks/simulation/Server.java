package io.hmsbridge.benchmarks.simulation;

import io.hmsbridge.api.ConnectorFactory;
import io.hmsbridge.api.InboundConnectorFactory;
import io.hmsbridge.core.egress.Egress;
import io.hmsbridge.core.ledger.CommitListener;
import io.hmsbridge.core.ledger.GroupCommit;
import io.hmsbridge.core.ledger.Waking;
import io.hmsbridge.core.ledger.Watermark;
import io.hmsbridge.core.outbox.Guard;
import io.hmsbridge.core.outbox.Outbox;
import io.hmsbridge.core.outbox.TargetSpec;
import io.hmsbridge.core.outbox.Waker;
import io.hmsbridge.core.plugin.ConnectorChange;
import io.hmsbridge.core.plugin.Connectors;
import io.hmsbridge.core.plugin.Pin;
import io.hmsbridge.core.plugin.PluginLease;
import io.hmsbridge.core.trace.Tracing;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** One life of a process: the engine's committer and its outbox as they are, over a ledger, targets, a clock and threads that are not. */
final class Server {

    private final Machine machine;
    private final Line line;
    private final int node;
    private final Swappable connectors;
    private Outbox outbox;
    private GroupCommit commit;
    private Waker waker;
    private boolean up;

    Server(World world, Machine machine, Machine outside, MemoryLedger ledger, MemoryStore store,
            SimulatedTarget targets, Egress egress, Collection<TargetSpec> specs) {
        this.machine = machine;
        node = store.leases().node();
        line = new Line(world, machine, outside, store);
        connectors = new Swappable(targets.from(machine, node));
        machine.run("main", () -> {
            var clock = new WorldClock(world);
            outbox = new Outbox(new Outbox.Parts(line.store(), connectors, egress, (_, _) -> Map.of(), Guard.NONE,
                    _ -> null, clock, machine, List.of(), Tracing.NONE), _ -> {});
            outbox.declare(specs);
            commit = new GroupCommit(line.store(), outbox.handover(), Watermark.none(), CommitListener.NONE, machine);
            waker = new Waker(line.proxy(Waking.class, new MemoryWaking(ledger, machine)), clock, outbox, machine);
            line.open();
            up = true;
        });
    }

    boolean isUp() {
        return up && machine.isAlive();
    }

    int node() {
        return node;
    }

    Machine machine() {
        return machine;
    }

    Line line() {
        return line;
    }

    Outbox outbox() {
        return outbox;
    }

    GroupCommit commit() {
        return commit;
    }

    Waker waker() {
        return waker;
    }

    void swap() {
        connectors.swap();
    }

    /** Stops in order. */
    void stop() {
        up = false;
        waker.close();
        commit.close();
        outbox.close();
        line.store().close();
    }

    private static final class WorldClock extends Clock {

        private final World world;

        WorldClock(World world) {
            this.world = world;
        }

        @Override
        public Instant instant() {
            return world.time();
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }

    /** One connector, of which another version can take the place. */
    private static final class Swappable implements Connectors {

        private final Connectors fixed;
        private Consumer<ConnectorChange> listener = _ -> {};

        Swappable(ConnectorFactory factory) {
            fixed = Connectors.of(factory);
        }

        void swap() {
            listener.accept(
                    new ConnectorChange(ConnectorChange.Kind.REPLACED, SimulatedTarget.CONNECTOR, false));
        }

        @Override
        public Optional<PluginLease<ConnectorFactory>> find(String name, Pin pin) {
            return fixed.find(name, pin);
        }

        @Override
        public Optional<PluginLease<InboundConnectorFactory>> findInbound(String name) {
            return Optional.empty();
        }

        @Override
        public Set<String> names() {
            return fixed.names();
        }

        @Override
        public Set<String> inboundNames() {
            return Set.of();
        }

        @Override
        public Subscription onChange(Consumer<ConnectorChange> newListener) {
            listener = newListener;
            return () -> listener = _ -> {};
        }

        @Override
        public Subscription beforeReplacing(Trial trial) {
            return () -> {};
        }
    }
}
