package io.hmsbridge.core.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.hmsbridge.api.SendResult;
import io.hmsbridge.core.ledger.NewAct;
import io.hmsbridge.core.ledger.Steering;
import io.hmsbridge.core.time.ThreadTimer;
import io.hmsbridge.core.time.Timer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Two targets of one system. */
class ShareTest extends OutboxFixture {

    private static final Optional<Rate> NO_RATE = Optional.empty();

    @Test
    void lanesTakeTurns() {
        try (var timer = new ThreadTimer()) {
            var share = new Share(new SharedLimits("gateway", OptionalInt.of(1), NO_RATE), timer);
            var busy = lane(timer);
            var other = lane(timer);

            long now = timer.nanos();
            assertThat(share.enter(busy, now)).isZero();
            assertThat(share.enter(other, now)).isEqualTo(Share.UNTIL_CALLED);
            share.back();
            assertThat(share.enter(busy, now)).as("the other has waited longer").isEqualTo(Share.UNTIL_CALLED);
            assertThat(share.enter(other, now)).isZero();
            assertThat(share.enter(other, now)).isEqualTo(Share.UNTIL_CALLED);
            share.back();
            assertThat(share.enter(other, now)).isEqualTo(Share.UNTIL_CALLED);
            share.leave(busy);
            assertThat(share.enter(other, now)).as("who has left holds up nobody").isZero();
        }
    }

    @Test
    void noMoreCallsAreOutThanOneSystemMayGet() {
        share(new SharedLimits("gateway", OptionalInt.of(3), NO_RATE));
        var out = new AtomicInteger();
        var most = new AtomicInteger();
        var three = new CountDownLatch(3);
        connector.answers(_ -> {
            most.accumulateAndGet(out.incrementAndGet(), Math::max);
            three.countDown();
            three.await();
            out.decrementAndGet();
            return SendResult.delivered("took it");
        });

        IntStream.range(0, 200).forEach(i -> {
            emit("k" + i);
            emitTo("u", "k" + i);
        });
        awaitNothingWaits();

        assertThat(most).hasValue(3);
        assertThat(connector.sent()).hasSize(400);
    }

    @Test
    void aPauseThatOneAsksForIsOneForAll() {
        share(new SharedLimits("gateway", OptionalInt.empty(), Rate.parse("1000/s")));
        connector.answers(packet -> packet.id().target().equals("t")
                ? SendResult.retry("429 from the gateway", Duration.ofMinutes(5), SendResult.Scope.TARGET)
                : SendResult.delivered("took it"));

        emit("a");
        await().atMost(LONG).until(() -> standstill("u").equals("429 from the gateway"));
        emitTo("u", "a");
        assertThat(standstill("t")).isEqualTo("429 from the gateway");

        share(new SharedLimits("gateway", OptionalInt.empty(), Rate.parse("2000/s"))); // new limits: at once
        await().atMost(LONG).until(() -> connector.sent().stream().anyMatch(p -> p.id().target().equals("u")));
        connector.answers(packet -> SendResult.delivered("took it"));
        outbox.declare(List.of(spec(), TargetSpec.of("u", "C")));
        awaitNothingWaits();
    }

    @Test
    void whoStandsInLineAndIsPausedHoldsUpNobody() throws InterruptedException {
        share(new SharedLimits("gateway", OptionalInt.of(1), NO_RATE));
        var answers = new Semaphore(0);
        connector.answers(_ -> {
            answers.acquire();
            return SendResult.delivered("took it");
        });
        emit("a");
        await().atMost(LONG).until(() -> connector.sent().size() == 1);
        emitTo("u", "a");
        long second = emit("b");
        outbox.steer("u", new Steering.Pause(Optional.empty()), new NewAct("ada", "pause", "", "u"));

        answers.release(3);
        await().atMost(LONG).until(() -> sent().contains(second));
        assertThat(standstill("u")).startsWith("paused");
        outbox.steer("u", new Steering.Resume(), new NewAct("ada", "resume", "", "u"));
        awaitNothingWaits();
    }

    @Test
    void eachProcessKeepsToItsPart() {
        try (var timer = new ThreadTimer()) {
            var share = new Share(new SharedLimits("gateway", OptionalInt.of(8), Rate.parse("100/s")), timer);
            share.divide(1, 4);
            var lane = lane(timer);

            long now = timer.nanos();
            assertThat(share.enter(lane, now)).isZero();
            share.pass(1, now);
            assertThat(share.enter(lane, now)).as("25/s").isEqualTo(Duration.ofMillis(40).toNanos());
            assertThat(share.enter(lane, now + Duration.ofMillis(40).toNanos())).isZero();
            assertThat(share.enter(lane, now + Duration.ofMillis(40).toNanos())).as("2 at once")
                    .isEqualTo(Share.UNTIL_CALLED);
        }
    }

    private Lane lane(Timer timer) {
        return new Lane(1, spec(),
                new Lane.Parts(ledger, null, timer, clock(), _ -> false, _ -> {}, _ -> {}, new Shares(timer)));
    }

    private void share(SharedLimits limits) {
        var patient = new RetryPolicy(Duration.ofMillis(50), Duration.ofMinutes(10), 1_000, Duration.ofDays(1));
        outbox.declare(List.of(spec().with(limits(limits)).with(patient),
                TargetSpec.of("u", "C").with(limits(limits)).with(patient)));
    }

    private static Limits limits(SharedLimits limits) {
        return Limits.concurrency(4).sharing(limits);
    }

    private String standstill(String target) {
        return outbox.targets().stream().filter(t -> t.name().equals(target)).findFirst().orElseThrow().reason();
    }
}
