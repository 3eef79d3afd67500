package io.hmsbridge.core.outbox;

import static org.awaitility.Awaitility.await;

import io.hmsbridge.api.Event;
import io.hmsbridge.api.Packet;
import io.hmsbridge.core.egress.Egress;
import io.hmsbridge.core.json.ExactJson;
import io.hmsbridge.core.ledger.Database;
import io.hmsbridge.core.ledger.Governed;
import io.hmsbridge.core.ledger.GroupCommit;
import io.hmsbridge.core.ledger.NewEvent;
import io.hmsbridge.core.ledger.NewPacket;
import io.hmsbridge.core.ledger.Node;
import io.hmsbridge.core.ledger.PostgresLedger;
import io.hmsbridge.core.plugin.Connectors;
import io.hmsbridge.core.support.Conservation;
import io.hmsbridge.core.support.Interposed;
import io.hmsbridge.core.support.ObedientConnector;
import io.hmsbridge.core.support.TestDatabase;
import io.hmsbridge.core.time.ThreadTimer;
import io.hmsbridge.core.trace.Tracing;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** One target over a real ledger, between whose calls a test can step. */
abstract class OutboxFixture {

    protected static final Duration LONG = Duration.ofSeconds(20);

    private static final RetryPolicy QUICK =
            new RetryPolicy(Duration.ofMillis(50), Duration.ofMillis(200), 1_000, Duration.ofDays(1));

    protected final ObedientConnector connector = new ObedientConnector("C");
    protected volatile Interposed.Step step = (_, real) -> real.call();
    protected PostgresLedger ledger;
    protected Outbox outbox;
    protected GroupCommit commit;
    protected int target;
    private Egress egress;

    @BeforeEach
    void anOutboxWithOneTarget() {
        TestDatabase.clear();
        ledger = PostgresLedger.open(
                new Database(TestDatabase.url(), TestDatabase.user(), TestDatabase.password()),
                Node.here("test"), term());
        egress = new Egress("test", Clock.systemUTC());
        var interposed = Interposed.ledger(ledger, (method, real) -> step.around(method, real));
        outbox = new Outbox(
                new Outbox.Parts(interposed, Connectors.of(connector), egress, (_, _) -> Map.of(), Guard.NONE,
                        _ -> null,
                        clock(), new ThreadTimer(), List.of(), Tracing.NONE),
                _ -> {});
        outbox.declare(List.of(spec()));
        target = outbox.number("t", "C");
        commit = new GroupCommit(ledger, outbox.handover());
    }

    @AfterEach
    void allIsAccountedFor() {
        step = (_, real) -> real.call();
        commit.close();
        outbox.close();
        egress.close();
        ledger.close();
        Conservation.holds();
    }

    /** How long a process that has gone silent keeps the lane. */
    protected Duration term() {
        return Duration.ofSeconds(10);
    }

    protected Clock clock() {
        return Clock.systemUTC();
    }

    protected static TargetSpec spec() {
        return TargetSpec.of("t", "C").with(Limits.concurrency(4)).with(QUICK);
    }

    protected NewEvent event(String key) {
        return event("t", target, key);
    }

    protected static NewEvent event(String name, int target, String key) {
        var packet = new NewPacket(target, name, 0, key, Packet.Form.FIELDS, Map.of(), ExactJson.write(Map.of()), 0,
                Governed.NONE,
                new NewPacket.Fate.Queue());
        return new NewEvent(Event.of("a.b", Map.of()), ExactJson.write(Map.of()), new byte[32], List.of(packet));
    }

    protected long emit(String key) {
        return commit.submit(List.of(event(key))).join().getFirst().number();
    }

    /** Emits a packet for another target. */
    protected long emitTo(String name, String key) {
        return commit.submit(List.of(event(name, outbox.number(name, "C"), key))).join().getFirst().number();
    }

    /** Commits a packet without a word to its lane. */
    protected long commitUnseen(String key) {
        var numbers = ledger.draw(1);
        ledger.append(numbers, List.of(event(key)));
        return numbers[0];
    }

    protected void awaitNothingWaits() {
        await().atMost(LONG).until(() -> ledger.backlog().stream().allMatch(b -> b.state().isTerminal()));
    }

    /** The events of the packets that were sent, in the order of their attempts. */
    protected List<Long> sent() {
        return connector.sent().stream().map(p -> p.id().event()).toList();
    }
}
