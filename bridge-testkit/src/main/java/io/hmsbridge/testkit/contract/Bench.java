package io.hmsbridge.testkit.contract;

import io.hmsbridge.api.BatchConnector;
import io.hmsbridge.api.Connector;
import io.hmsbridge.api.ConnectorFactory;
import io.hmsbridge.api.Packet;
import io.hmsbridge.api.SendResult;
import io.hmsbridge.api.SettingsException;
import io.hmsbridge.testkit.TestContext;
import io.hmsbridge.testkit.TestPackets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;

/** One connector before its counterpart, from creating to closing. */
final class Bench implements AutoCloseable {

    /** How long anything that a connector has let go may take to be gone. */

    private final ConnectorFactory factory;
    private final Map<String, ?> with;
    private final Duration limit;
    private final TestPackets packets;
    final Counterpart counterpart;
    final TestContext context;
    final Connector connector;
    private boolean closed;

    Bench(ConnectorFactory factory, Map<String, ?> with, Duration limit, Counterpart counterpart) throws Exception {
        this.factory = factory;
        this.with = with;
        this.limit = limit;
        this.counterpart = counterpart;
        packets = new TestPackets(factory);
        context = TestContext.of(factory, counterpart.settings());
        connector = factory.create(context);
    }

    /** A packet of a key of its own. */
    Packet packet(Map<String, ?> fields) throws SettingsException {
        var made = packets.of(fields, with);
        return of(made, made.idempotencyKey(), "key-" + made.sequence(), made.sequence(), made.form(), made.content());
    }

    static Packet of(Packet p, String idempotencyKey, String key, long sequence, Packet.Form form, Object content) {
        return new Packet(p.id(), idempotencyKey, p.origin(), key, sequence, p.attempt(), form, content, p.with(),
                p.traceparent(), p.tracestate());
    }

    Attempt<SendResult> send(Packet packet) throws InterruptedException {
        return Attempt.within(limit, () -> connector.send(packet));
    }

    Attempt<List<SendResult>> sendBatch(List<Packet> batch) throws InterruptedException {
        return Attempt.within(limit, () -> ((BatchConnector) connector).sendBatch(batch));
    }

    Attempt<Boolean> awake() throws InterruptedException {
        return Attempt.within(limit, () -> connector.probe().state() == io.hmsbridge.api.Health.State.AWAKE);
    }

    /** Sends and expects the packet to be delivered. */
    void deliver(Packet packet) throws InterruptedException {
        var attempt = send(packet);
        Breach.NOT_EXACT.unless(attempt.outcome() == Outcome.DELIVERED, attempt.shown());
    }

    /** The content of the effects so far. */
    List<Object> contents() {
        var contents = new ArrayList<>();
        counterpart.effects().forEach(effect -> contents.add(effect.content()));
        return contents;
    }

    String name() {
        return factory.name();
    }

    static boolean eventually(Duration within, BooleanSupplier condition) throws InterruptedException {
        long end = System.nanoTime() + within.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end) {
                return false;
            }
            Thread.sleep(5);
        }
        return true;
    }

    /** Closes connector and context, and leaves the counterpart. */
    void closeConnector() throws Exception {
        if (!closed) {
            closed = true;
            try (context) {
                connector.close();
            }
        }
    }

    @Override
    public void close() throws Exception {
        try (counterpart) {
            closeConnector();
        }
    }
}
