package io.hmsbridge.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.hmsbridge.api.Event;
import io.hmsbridge.api.Packet;
import io.hmsbridge.api.PacketId;
import io.hmsbridge.api.SendResult;
import io.hmsbridge.core.ledger.Act;
import io.hmsbridge.core.ledger.ActQuery;
import io.hmsbridge.core.ledger.ActRefusedException;
import io.hmsbridge.core.ledger.By;
import io.hmsbridge.core.ledger.DeadQuery;
import io.hmsbridge.core.ledger.PacketQuery;
import io.hmsbridge.core.ledger.PacketState;
import io.hmsbridge.core.ledger.PacketView;
import io.hmsbridge.core.outbox.RetryPolicy;
import io.hmsbridge.core.outbox.TargetSpec;
import io.hmsbridge.core.support.ObedientConnector;
import io.hmsbridge.core.support.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What operators do about packets that do not end by themselves. */
class OperatorTest {

    private static final Duration LONG = Duration.ofSeconds(20);
    private static final By ADA = new By("ada", "the rate was wrong");

    @TempDir
    private Path folder;

    private final ObedientConnector connector = new ObedientConnector("C");
    private Bridge bridge;

    @BeforeEach
    void aBridgeWithTwoTargets() throws IOException {
        TestDatabase.clear();
        Files.writeString(folder.resolve("s.yaml"),
                "source_event: a.b\ntargets:\n  t:\n    connector: C\n    map:\n      n: n\n      m: m\n");
        bridge = Bridge.builder().database(TestDatabase.url(), TestDatabase.user(), TestDatabase.password())
                .mappings(folder).connector(connector)
                .targets(List.of(TargetSpec.of("t", "C").with(TargetSpec.OnDead.HOLD), TargetSpec.of("other", "C")))
                .open();
        connector.answers(packet -> packet.fields().get("n").equals(0L) ? SendResult.reject("zero is no rate")
                : SendResult.delivered("took it"));
    }

    @AfterEach
    void allIsAccountedFor() {
        assertThat(bridge.conserved(null, null, 10)).satisfies(c -> assertThat(c.holds()).as("%s", c).isTrue());
        bridge.close();
    }

    @Test
    void aRequeuedPacketGoesToTheTailOfItsKeyAsANewRevision() {
        var dead = dies("k");
        var follower = emit("k", 2);
        await().atMost(LONG).until(() -> state(follower) == PacketState.HELD);
        connector.answers(_ -> SendResult.delivered("took it"));

        var done = bridge.operator().requeue(dead.id(), ADA);

        await().atMost(LONG).until(() -> state(done.queued().orElseThrow()) == PacketState.SENT);
        assertThat(done.queued().orElseThrow().revision()).isEqualTo(1);
        var sent = connector.sent();
        assertThat(sent.stream().map(p -> p.id().event()))
                .containsExactly(dead.id().event(), follower.event(), dead.id().event());
        assertThat(sent.stream().map(Packet::idempotencyKey).distinct()).hasSize(3);
        assertThat(state(dead.id())).isEqualTo(PacketState.DEAD);
        assertThat(bridge.acts(ActQuery.latest(1))).singleElement().satisfies(act -> {
            assertThat(List.of(act.who(), act.kind(), act.why())).containsExactly("ada", "requeue", ADA.why());
            assertThat(act.detail()).contains(dead.id().toString());
        });
    }

    @Test
    void anEditedPacketIsSentWithItsNewContentAndTheActNamesFieldsWithoutValues() {
        var dead = dies("k");

        var done = bridge.operator().edit(dead.id(), Map.of("n", 4711L), ADA);

        await().atMost(LONG).until(() -> state(done.queued().orElseThrow()) == PacketState.SENT);
        assertThat(connector.sent().getLast().fields()).isEqualTo(Map.of("n", 4711L));
        assertThat(done.act().detail()).contains("changed: m, n").doesNotContain("4711");
    }

    @Test
    void aDiscardedPacketHasEndedAndFreesItsKey() {
        var dead = dies("k");
        var follower = emit("k", 2);
        await().atMost(LONG).until(() -> state(follower) == PacketState.HELD);

        bridge.operator().discard(dead.id(), ADA);

        await().atMost(LONG).until(() -> state(follower) == PacketState.SENT);
        assertThat(state(dead.id())).isEqualTo(PacketState.DISCARDED);
    }

    @Test
    void whatWaitsForATargetThatIsGoneIsRedirected() {
        bridge.pause("t", "ada", "renamed");
        var waiting = emit("k", 1);

        var swept = bridge.operator().redirect(DeadQuery.ofTarget("t").withWaiting(), "other", ADA);

        assertThat(swept.count()).isEqualTo(1);
        await().atMost(LONG).until(() -> bridge.packets(PacketQuery.ofEvent(waiting.event())).stream()
                .anyMatch(p -> p.id().target().equals("other") && p.state() == PacketState.SENT));
        assertThat(state(waiting)).isEqualTo(PacketState.SUPERSEDED);
    }

    @Test
    void whatItsLaneHasInMemoryIsNotSentOnceItIsWithdrawn() throws InterruptedException {
        var sending = new CountDownLatch(1);
        var goOn = new CountDownLatch(1);
        connector.answers(_ -> {
            sending.countDown();
            goOn.await();
            return SendResult.delivered("took it");
        });
        var first = emit("k", 1);
        sending.await();
        var follower = emit("k", 2);
        var last = emit("k", 3);

        bridge.operator().discard(follower, ADA);
        bridge.pause("t", "ada", "to have one ready");
        var ready = emit("ready", 4);
        bridge.operator().redirect(ready, "other", ADA);
        bridge.resume("t", "ada", "");
        goOn.countDown();

        await().atMost(LONG).until(() -> state(last) == PacketState.SENT);
        assertThat(connector.sent().stream().filter(p -> p.id().target().equals("t")).map(Packet::id))
                .containsExactly(first, last);
        await().atMost(LONG).until(() -> bridge.targets().stream().allMatch(t -> t.waiting() == 0));
    }

    @Test
    void aWithdrawnPacketThatWaitedForItsNextTryFreesItsKey() {
        bridge.declare(List.of(TargetSpec.of("t", "C").with(
                new RetryPolicy(Duration.ofHours(1), Duration.ofHours(1), 1_000, Duration.ofDays(1)))));
        connector.answers(packet -> packet.fields().get("n").equals(1L) ? SendResult.retry("not now")
                : SendResult.delivered("took it"));
        var waiting = emit("k", 1);
        await().atMost(LONG).until(() -> state(waiting) == PacketState.RETRY);
        var follower = emit("k", 2);
        await().atMost(LONG).until(() -> state(follower) == PacketState.HELD);

        bridge.operator().discard(waiting, ADA);

        await().atMost(LONG).until(() -> state(follower) == PacketState.SENT);
        assertThat(connector.sent()).hasSize(2);
    }

    @Test
    void aFilterCountsWhatItsActIsDoneTo() {
        dies("a");
        dies("b");
        var query = DeadQuery.ofTarget("t").withReason("ZERO");
        assertThat(bridge.operator().count(query)).isEqualTo(2);
        assertThat(bridge.operator().count(query.withReason("something else"))).isZero();
        assertThat(bridge.operator().dead(query, Optional.empty(), 1).packets()).hasSize(1);

        assertThat(bridge.operator().discard(query, ADA).count()).isEqualTo(2);

        assertThat(bridge.operator().count(query)).isZero();
        assertThat(bridge.acts(ActQuery.latest(5))).extracting(Act::count).containsExactly(2L);
    }

    @Test
    void whatIsNotDeadIsNotRequeuedAndTheRefusalSaysWhereItStands() {
        var sent = emit("k", 1);
        await().atMost(LONG).until(() -> state(sent) == PacketState.SENT);

        assertThatThrownBy(() -> bridge.operator().requeue(sent, ADA)).isInstanceOf(ActRefusedException.class)
                .hasMessageContaining("has ended as SENT");
        assertThatThrownBy(() -> bridge.operator().requeue(new PacketId(999, "t", 0, 0), ADA))
                .isInstanceOf(ActRefusedException.class).hasMessageContaining("there is no packet pkt-999");
        assertThat(bridge.acts(ActQuery.latest(5))).isEmpty();
    }

    private PacketView dies(String key) {
        var packet = emit(key, 0);
        await().atMost(LONG).until(() -> state(packet) == PacketState.DEAD);
        return bridge.operator().dead(DeadQuery.ALL, Optional.empty(), 100).packets().stream()
                .filter(p -> p.id().equals(packet)).findFirst().orElseThrow();
    }

    private PacketId emit(String key, int n) {
        return bridge.emit(Event.of("a.b", Map.of("n", n, "m", 1)).withSubject(key)).packets().getFirst();
    }

    private PacketState state(PacketId packet) {
        return bridge.packets(PacketQuery.ofEvent(packet.event())).stream().filter(p -> p.id().equals(packet))
                .findFirst().orElseThrow().state();
    }
}
