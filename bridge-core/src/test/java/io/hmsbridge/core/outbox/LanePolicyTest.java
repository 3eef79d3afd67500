package io.hmsbridge.core.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.hmsbridge.api.SendResult;
import io.hmsbridge.core.json.ExactJson;
import io.hmsbridge.core.ledger.ActQuery;
import io.hmsbridge.core.ledger.By;
import io.hmsbridge.core.ledger.DeadQuery;
import io.hmsbridge.core.ledger.Governed;
import io.hmsbridge.core.ledger.NewAct;
import io.hmsbridge.core.ledger.PacketQuery;
import io.hmsbridge.core.ledger.PacketState;
import io.hmsbridge.core.ledger.Remedy;
import io.hmsbridge.core.ledger.Steering;
import io.hmsbridge.core.ledger.Vetting.Vetted;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class LanePolicyTest extends OutboxFixture {

    private static final NewAct ACT = new NewAct("ada", "pause", "maintenance", "t");
    private static final Steering PAUSE = new Steering.Pause(Optional.empty());

    @Test
    void inTheOrderOfTheTargetAWaitingPacketHoldsUpAllOthers() {
        outbox.declare(List.of(spec().with(TargetSpec.Order.TARGET)));
        connector.answers(packet -> packet.attempt() < 3 && packet.key().equals("a") ? SendResult.retry("not yet")
                : SendResult.delivered("took it"));

        long first = emit("a");
        long second = emit("b");
        long third = emit("c");
        awaitNothingWaits();

        assertThat(sent()).containsExactly(first, first, first, second, third);
    }

    @Test
    void withoutAnOrderAWaitingPacketHoldsUpNone() {
        outbox.declare(List.of(spec().with(TargetSpec.Order.NONE)));
        var later = new CountDownLatch(1);
        connector.answers(packet -> packet.id().event() == 1 && later.getCount() == 1 ? SendResult.retry("not yet")
                : SendResult.delivered("took it"));

        long first = emit("a");
        long second = emit("a");
        await().atMost(LONG).until(() -> state(second) == PacketState.SENT);
        assertThat(state(first)).isNotEqualTo(PacketState.SENT);
        later.countDown();
        awaitNothingWaits();
    }

    @Test
    void aDeadPacketHoldsUpItsKeyWhereThatIsWanted() {
        outbox.declare(List.of(spec().with(TargetSpec.OnDead.HOLD)));
        connector.answers(
                packet -> packet.id().event() == 1 ? SendResult.reject("no") : SendResult.delivered("took it"));

        long dead = emit("a");
        long held = emit("a");
        long other = emit("b");
        await().atMost(LONG).until(() -> state(dead) == PacketState.DEAD && state(other) == PacketState.SENT);
        await().atMost(LONG).until(() -> state(held) == PacketState.HELD);

        ledger.deadPackets().act(DeadQuery.ALL, new Remedy.Discard(), new By("ada", ""),
                asked -> new Vetted.Passed(asked.key(), asked.content(), ExactJson.write(asked.content()),
                        Governed.NONE),
                _ -> {});
        outbox.lookAtDead();
        await().atMost(LONG).until(() -> state(held) == PacketState.SENT);
        assertThat(sent()).containsExactlyInAnyOrder(dead, other, held);
    }

    @Test
    void aPausedLaneSendsNothingUntilItGoesOn() throws InterruptedException {
        assertThat(outbox.steer("t", PAUSE, ACT)).isPresent();
        assertThat(outbox.steer("t", PAUSE, ACT)).isEmpty();
        long first = emit("a");
        assertThat(outbox.drained("t", LONG)).isEqualTo(Drained.YES);
        assertThat(state(first)).isEqualTo(PacketState.QUEUED);
        assertThat(outbox.targets()).singleElement().satisfies(t -> {
            assertThat(t.state()).isEqualTo(TargetStatus.State.PAUSED);
            assertThat(t.reason()).isEqualTo("paused by an operator: maintenance");
            assertThat(t.waiting()).isEqualTo(1);
        });

        outbox.steer("t", new Steering.Resume(), new NewAct("ada", "resume", "", "t"));
        awaitNothingWaits();

        assertThat(sent()).containsExactly(first);
        assertThat(ledger.acts(ActQuery.latest(10))).extracting(a -> a.kind())
                .containsExactly("resume", "pause");
    }

    @Test
    void packetsAreSpreadByTheRate() {
        outbox.declare(List.of(spec().with(new Limits(4, Optional.of(new Rate(10, Duration.ofSeconds(1)))))));

        long start = System.nanoTime();
        for (int i = 0; i < 6; i++) {
            emit("k" + i);
        }
        awaitNothingWaits();

        assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(Duration.ofMillis(500));
    }

    @Test
    void aPacketThatIsBeingSentIsKnownToBe() throws InterruptedException {
        var sending = new CountDownLatch(1);
        var goOn = new CountDownLatch(1);
        connector.answers(packet -> {
            sending.countDown();
            goOn.await();
            return SendResult.delivered("took it");
        });

        long first = emit("a");
        sending.await();
        var id = ledger.packets(PacketQuery.ofEvent(first)).getFirst().id();
        assertThat(outbox.isOut(id)).isTrue();
        goOn.countDown();
        awaitNothingWaits();
        assertThat(outbox.isOut(id)).isFalse();
    }

    @Test
    void aPacketIsGivenUpAfterItsTries() {
        outbox.declare(List.of(spec().with(new RetryPolicy(Duration.ofMillis(10), Duration.ofMillis(20), 3,
                Duration.ofDays(1)))));
        connector.answers(_ -> SendResult.retry("no luck"));

        long first = emit("a");

        await().atMost(LONG).until(() -> state(first) == PacketState.DEAD);
        assertThat(ledger.packets(PacketQuery.ofEvent(first)).getFirst().detail())
                .isEqualTo("given up after 3 tries: no luck");
    }

    private PacketState state(long event) {
        return ledger.packets(PacketQuery.ofEvent(event)).getFirst().state();
    }
}
