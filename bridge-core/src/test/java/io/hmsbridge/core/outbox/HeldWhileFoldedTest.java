package io.hmsbridge.core.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.hmsbridge.api.Event;
import io.hmsbridge.api.Packet;
import io.hmsbridge.api.SendResult;
import io.hmsbridge.core.json.WrittenMap;
import io.hmsbridge.core.ledger.Folding;
import io.hmsbridge.core.ledger.Governed;
import io.hmsbridge.core.ledger.NewEvent;
import io.hmsbridge.core.ledger.NewPacket;
import io.hmsbridge.core.ledger.PacketState;
import io.hmsbridge.core.support.Interposed;
import io.hmsbridge.core.support.ObedientConnector;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Packets that come in and have to wait for another of their key, just when they are being folded. */
class HeldWhileFoldedTest extends OutboxFixture {

    private final CountDownLatch folding = new CountDownLatch(1);
    private final CountDownLatch held = new CountDownLatch(1);
    private final CountDownLatch folded = new CountDownLatch(1);

    @Test
    void whatIsFoldedWhileItIsToBeHeldIsHeldAsWhatItHasBecome() {
        connector.answers(_ -> SendResult.retry("not yet"));
        outbox.declare(List.of(slow()));
        commit.submit(List.of(event(Map.of("first", 1L)))).join();
        await().atMost(LONG).until(() -> ledger.backlog().stream().anyMatch(b -> b.state() == PacketState.RETRY));
        step = (method, real) -> {
            if (method.equals("page")) {
                folding.await(); // what is read now is older than what comes of the fold
            } else if (method.equals("record")) {
                held.countDown();
                folded.await();
            }
            var answer = real.call();
            return method.equals("folding") ? slowly((Folding) answer) : answer;
        };
        ledger.append(ledger.draw(1), List.of(event(Map.of("a", 1L)))); // of which no lane is told
        ledger.append(ledger.draw(1), List.of(event(Map.of("b", 1L))));
        outbox.declare(List.of(slow().coalescing(true)));
        await().atMost(LONG).until(() -> folding.getCount() == 0);
        connector.answers(ObedientConnector.DELIVERED);
        await().atMost(LONG).until(() -> ledger.backlog().stream().mapToLong(b -> b.packets()).sum() <= 2);
        commit.submit(List.of(event(Map.of("c", 1L)))).join();
        awaitNothingWaits();

        var sent = connector.sent();
        assertThat(sent).extracting(Packet::sequence).isSorted();
        assertThat(sent.stream().flatMap(packet -> packet.fields().keySet().stream()).distinct())
                .containsExactlyInAnyOrder("first", "a", "b", "c");
    }

    /** A fold that takes until something else is recorded, or a while. */
    private Folding slowly(Folding folds) {
        return Interposed.of(Folding.class, folds, (method, real) -> {
            if (!method.equals("fold")) {
                return real.call();
            }
            folding.countDown();
            var _ = held.await(1, TimeUnit.SECONDS); // nobody records now
            try {
                return real.call();
            } finally {
                folded.countDown();
            }
        });
    }

    private static TargetSpec slow() {
        return spec().with(new RetryPolicy(Duration.ofSeconds(3), Duration.ofSeconds(3), 9, Duration.ofDays(1)));
    }

    private NewEvent event(Map<String, Object> content) {
        var written = WrittenMap.of(content);
        var packet = new NewPacket(target, "t", 0, "k", Packet.Form.FIELDS, written, written.json(), 0, Governed.NONE,
                new NewPacket.Fate.Queue());
        return new NewEvent(Event.of("a.b", content), written.json(), new byte[32], List.of(packet));
    }
}
