package io.hmsbridge.core.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.hmsbridge.api.Event;
import io.hmsbridge.api.Packet;
import io.hmsbridge.api.SendResult;
import io.hmsbridge.core.json.WrittenMap;
import io.hmsbridge.core.ledger.By;
import io.hmsbridge.core.ledger.DeadQuery;
import io.hmsbridge.core.ledger.Entry;
import io.hmsbridge.core.ledger.Folding;
import io.hmsbridge.core.ledger.Governed;
import io.hmsbridge.core.ledger.LedgerUnavailableException;
import io.hmsbridge.core.ledger.NewEvent;
import io.hmsbridge.core.ledger.NewPacket;
import io.hmsbridge.core.ledger.Outcome;
import io.hmsbridge.core.ledger.PacketState;
import io.hmsbridge.core.ledger.Position;
import io.hmsbridge.core.ledger.Queued;
import io.hmsbridge.core.ledger.Remedy;
import io.hmsbridge.core.ledger.Span;
import io.hmsbridge.core.support.Interposed;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** A lane that is taken anew in the middle of something. The simulation has found each of these. */
class TakenMeanwhileTest extends OutboxFixture {

    @Test
    void whatIsHandedOverLateAndWasSentByWhoeverHadTheLaneMeanwhileIsNotSentAgain() {
        emit("k");
        awaitNothingWaits();
        var numbers = ledger.draw(1);
        outbox.handover().expect(new Span(numbers[0], numbers[0]));
        ledger.append(numbers, List.of(event("k")));
        var committed = queued(numbers[0]);
        ledger.record(
                List.of(new Entry.Ended(committed.getFirst(), epoch(), 1, Outcome.SENT, 1, "sent by another process")));
        outbox.declare(List.of(spec().with(TargetSpec.OnDead.HOLD))); // the lane is taken anew

        outbox.handover().queued(committed, false);
        long later = emit("k");
        awaitNothingWaits();

        assertThat(sent()).doesNotContain(numbers[0]).contains(later);
    }

    private List<Queued> queued(long sequence) {
        return ledger.page(target, Position.HEAD, Long.MAX_VALUE, 10).stream()
                .filter(packet -> packet.sequence() == sequence).toList();
    }

    private long epoch() {
        return ledger.leases().beat(List.of(target)).lanes().stream().filter(lane -> lane.target() == target)
                .findFirst().orElseThrow().epoch();
    }

    @Test
    void whereOneOrderComesToHoldForAllPacketsAllThatWaitForTheirNextTryGoBeforeTheRest() {
        var third = new AtomicLong();
        connector.answers(packet -> packet.attempt() == 1 && packet.id().event() != third.get()
                ? SendResult.retry("not yet") : SendResult.delivered("took it"));
        var slow = spec().with(new RetryPolicy(Duration.ofSeconds(3), Duration.ofSeconds(3), 9, Duration.ofDays(1)));
        outbox.declare(List.of(slow));
        long first = emit("k");
        long second = emit("other");
        await().atMost(LONG).until(() -> waiting(PacketState.RETRY) == 2);
        third.set(emit("other"));

        outbox.declare(List.of(slow.with(TargetSpec.Order.TARGET)));
        awaitNothingWaits();

        assertThat(sent()).hasSize(5).endsWith(third.get()).contains(first).containsSubsequence(second, second);
    }

    @Test
    void whatWasHeldBehindADeadPacketGoesFirstAlsoIfThatIsDiscardedWhileTheLaneIsTaken() {
        var holding = spec().with(TargetSpec.OnDead.HOLD);
        outbox.declare(List.of(holding));
        var dead = new AtomicLong();
        connector.answers(packet -> dead.compareAndSet(0, packet.id().event()) ? SendResult.reject("no such grade")
                : SendResult.delivered("took it"));
        emit("k");
        await().atMost(LONG).until(() -> waiting(PacketState.DEAD) == 1);
        long held = emit("k");
        await().atMost(LONG).until(() -> waiting(PacketState.HELD) == 1);
        var later = new AtomicLong();
        step = (method, real) -> {
            var answer = real.call();
            if (Set.of("unhold", "waiting").contains(method) && later.compareAndSet(0, -1)) {
                ledger.deadPackets().act(DeadQuery.ALL, new Remedy.Discard(), new By("ada", ""), asked -> null,
                        _ -> {});
                later.set(commitUnseen("k"));
            }
            return answer;
        };

        ledger.leases().take(target); // so that what is recorded next is refused, and the lane taken anew
        emit("other");
        await().atMost(LONG).until(() -> later.get() > 0);
        awaitNothingWaits();

        assertThat(sent()).containsSubsequence(dead.get(), held, later.get());
    }

    private long waiting(PacketState state) {
        return ledger.backlog().stream().filter(waits -> waits.state() == state).mapToLong(waits -> waits.packets())
                .sum();
    }

    @Test
    void nothingGoesAsItWasBeforeAFoldOfWhichTheAnswerWasLost() throws InterruptedException {
        var lost = new AtomicBoolean(true);
        step = (method, real) -> method.equals("folding") ? losing((Folding) real.call(), lost) : real.call();
        outbox.declare(List.of(spec().coalescing(true)));
        var out = new CountDownLatch(1);
        connector.answers(packet -> {
            out.await();
            return SendResult.delivered("took it");
        });
        long first = emitField("first");
        await().atMost(LONG).until(() -> connector.sent().size() == 1);
        long covered = emitField("a");
        long newest = emitField("b");

        out.countDown();
        awaitNothingWaits();

        assertThat(lost).isFalse();
        assertThat(sent()).doesNotContain(covered).containsExactly(first, newest);
        assertThat(connector.sent().getLast().fields()).containsOnlyKeys("a", "b");
    }

    private static Folding losing(Folding folding, AtomicBoolean lost) {
        return Interposed.of(Folding.class, folding, (method, real) -> {
            var answer = real.call();
            if (method.equals("fold") && lost.getAndSet(false)) {
                throw new LedgerUnavailableException("the answer was lost", null);
            }
            return answer;
        });
    }

    /** An event of one key with this field. */
    private long emitField(String field) {
        var written = WrittenMap.of(Map.of(field, 1L));
        var packet = new NewPacket(target, "t", 0, "k", Packet.Form.FIELDS, written, written.json(), 0, Governed.NONE,
                new NewPacket.Fate.Queue());
        return commit.submit(List.of(new NewEvent(Event.of("a.b", Map.of()), written.json(), new byte[32],
                List.of(packet)))).join().getFirst().number();
    }
}
