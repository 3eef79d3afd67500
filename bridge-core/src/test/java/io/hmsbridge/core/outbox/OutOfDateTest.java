package io.hmsbridge.core.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.hmsbridge.api.Event;
import io.hmsbridge.api.Packet;
import io.hmsbridge.api.SendResult;
import io.hmsbridge.core.json.WrittenMap;
import io.hmsbridge.core.ledger.Governed;
import io.hmsbridge.core.ledger.GroupCommit;
import io.hmsbridge.core.ledger.LedgerUnavailableException;
import io.hmsbridge.core.ledger.NewEvent;
import io.hmsbridge.core.ledger.NewPacket;
import io.hmsbridge.core.ledger.PacketState;
import io.hmsbridge.core.ledger.Position;
import io.hmsbridge.core.ledger.Span;
import io.hmsbridge.core.outbox.TargetSpec.Order;
import io.hmsbridge.core.support.Interposed;
import io.hmsbridge.core.support.ObedientConnector;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** What a lane was told, or found, before something else happened. The simulation has found each of these. */
class OutOfDateTest extends OutboxFixture {

    @Test
    void inALaneOfOneOrderAPacketIsNotTriedAgainThatHasEndedAndIsNotRecordedYet() throws InterruptedException {
        outbox.declare(List.of(spec().with(Order.TARGET)));
        var records = new AtomicInteger();
        var record = new CountDownLatch(1);
        var looked = new CountDownLatch(1);
        connector.answers(
                packet -> packet.attempt() == 1 ? SendResult.retry("not yet") : SendResult.delivered("took it"));
        step = (method, real) -> {
            if (method.equals("record") && records.incrementAndGet() == 2) {
                record.await();
            }
            var answer = real.call();
            if (method.equals("retries")) {
                looked.countDown();
            }
            return answer;
        };
        long first = emit("k");
        awaitSent(2);

        outbox.declare(List.of(spec().with(Order.TARGET).with(Limits.concurrency(3))));
        looked.await();
        connector.answers(ObedientConnector.DELIVERED);
        long second = emit("k");
        record.countDown();
        awaitNothingWaits();

        assertThat(sent()).containsExactly(first, first, second);
    }

    private void awaitSent(int attempts) {
        await().atMost(LONG).until(() -> connector.sent().size() == attempts);
    }

    @Test
    void whatIsAboutToBeHandedOverIsNotFolded() throws InterruptedException {
        outbox.declare(List.of(spec().coalescing(true)));
        var out = new CountDownLatch(1);
        connector.answers(packet -> {
            out.await();
            return SendResult.delivered("took it");
        });
        commit.submit(List.of(event(Map.of("first", 1L)))).join();
        commit.submit(List.of(event(Map.of("a", 1L)))).join();
        commit.submit(List.of(event(Map.of("b", 1L)))).join();
        awaitSent(1);
        var numbers = ledger.draw(1);
        outbox.handover().expect(new Span(numbers[0], numbers[0]));
        ledger.append(numbers, List.of(event(Map.of("c", 1L))));
        var committed = ledger.page(target, Position.HEAD, Long.MAX_VALUE, 10).stream()
                .filter(packet -> packet.sequence() == numbers[0]).toList();

        out.countDown();
        await().atMost(LONG).until(() -> ledger.backlog().stream()
                .mapToLong(waits -> waits.packets()).sum() == 1 || connector.sent().size() > 2);
        outbox.handover().queued(committed, false);
        awaitNothingWaits();

        assertThat(fields()).containsExactlyInAnyOrder("first", "a", "b", "c");
    }

    @Test
    void whatIsEmittedAfterAnEventInDoubtWasRecognisedGoesAfterIt() {
        var lost = new AtomicBoolean(true);
        var doubtful = Interposed.ledger(ledger, (method, real) -> {
            var answer = real.call();
            if (method.equals("append") && lost.getAndSet(false)) {
                throw new LedgerUnavailableException("the answer was lost", null);
            }
            return answer;
        });
        try (var committer = new GroupCommit(doubtful, outbox.handover())) {
            var event = event("k");
            assertThatThrownBy(() -> committer.submit(List.of(event)).join())
                    .hasCauseInstanceOf(LedgerUnavailableException.class);
            long first = committer.submit(List.of(event)).join().getFirst().number();
            long second = committer.submit(List.of(event("k"))).join().getFirst().number();
            awaitNothingWaits();

            assertThat(sent()).containsExactly(first, second);
        }
    }

    @Test
    void nothingComesInBeforeALaneKnowsWhatItsKeysWaitFor() {
        connector.answers(
                packet -> packet.attempt() == 1 ? SendResult.retry("not yet") : SendResult.delivered("took it"));
        outbox.declare(List.of(slow()));
        long first = emit("k");
        await().atMost(LONG).until(() -> ledger.backlog().stream().anyMatch(b -> b.state() == PacketState.RETRY));
        var later = new AtomicLong();
        var looked = new CountDownLatch(1);
        step = (method, real) -> {
            var answer = real.call();
            if (method.equals("waiting") && later.get() == 0) {
                later.set(commitUnseen("k"));
                outbox.lookAtDead();
                looked.await(1, TimeUnit.SECONDS); // nobody looks now
            } else if (method.equals("page") && later.get() != 0) {
                looked.countDown();
            }
            return answer;
        };
        outbox.declare(List.of(slow().with(TargetSpec.OnDead.HOLD)));
        awaitNothingWaits();

        assertThat(sent()).containsSubsequence(first, first, later.get()).doesNotContainSequence(first, later.get(),
                first);
    }

    private static TargetSpec slow() {
        return spec().with(new RetryPolicy(Duration.ofSeconds(3), Duration.ofSeconds(3), 9, Duration.ofDays(1)));
    }

    private Set<String> fields() {
        var fields = new HashSet<String>();
        connector.sent().forEach(packet -> fields.addAll(packet.fields().keySet()));
        return fields;
    }

    private NewEvent event(Map<String, Object> content) {
        var written = WrittenMap.of(content);
        var packet = new NewPacket(target, "t", 0, "k", Packet.Form.FIELDS, written, written.json(), 0, Governed.NONE,
                new NewPacket.Fate.Queue());
        return new NewEvent(Event.of("a.b", content), written.json(), new byte[32], List.of(packet));
    }
}
