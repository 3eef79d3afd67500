package io.hmsbridge.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.hmsbridge.api.Event;
import io.hmsbridge.api.Packet;
import io.hmsbridge.api.PacketId;
import io.hmsbridge.api.SendResult;
import io.hmsbridge.core.governance.Governance;
import io.hmsbridge.core.ledger.ActQuery;
import io.hmsbridge.core.ledger.ActRefusedException;
import io.hmsbridge.core.ledger.By;
import io.hmsbridge.core.ledger.PacketQuery;
import io.hmsbridge.core.ledger.PacketState;
import io.hmsbridge.core.ledger.Replay;
import io.hmsbridge.core.ledger.ReplayJob;
import io.hmsbridge.core.outbox.TargetSpec;
import io.hmsbridge.core.support.ObedientConnector;
import io.hmsbridge.core.support.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Windows of the ledger that are sent again. */
class ReplayTest {

    private static final Duration LONG = Duration.ofSeconds(15);
    private static final By ADA = new By("ada", "payroll was restored from yesterday");
    private static final String ONE_TARGET =
            "source_event: a.b\ntargets:\n  t:\n    connector: C\n    map:\n      n: n\n      m: m\n";

    @TempDir
    private Path folder;

    private final ObedientConnector connector = new ObedientConnector("C");
    private final Instant start = Instant.now().minusSeconds(60);
    private Governance governance = Governance.ALLOW_ALL;
    private Bridge bridge;

    @BeforeEach
    void aBridge() throws IOException {
        TestDatabase.clear();
        sheet("s.yaml", ONE_TARGET);
        open();
    }

    @AfterEach
    void allIsAccountedFor() {
        assertThat(bridge.conserved(null, null, 10)).satisfies(c -> assertThat(c.holds()).as("%s", c).isTrue());
        bridge.close();
    }

    private void open() {
        bridge = Bridge.builder().database(TestDatabase.url(), TestDatabase.user(), TestDatabase.password())
                .mappings(folder).connector(connector).governance((a, t, p) -> governance.vet(a, t, p))
                .targets(List.of(TargetSpec.of("t", "C"), TargetSpec.of("other", "C"))).open();
    }

    // As it was

    @Test
    void whatWasSentIsSentAgainInOrderUnderItsKeys() {
        IntStream.range(0, 2_500).forEach(i -> emit("k" + i, Map.of("n", i)));
        awaitSent(2_500);
        var first = connector.sent();
        connector.forget();

        var done = done(bridge.replay(start, now()));

        awaitSent(2_500);
        assertThat(done.counts()).isEqualTo(counts(2_500, 0, 0));
        assertThat(done.total()).hasValue(2_500);
        assertThat(keys(connector.sent())).hasSameElementsAs(keys(first));
        assertThat(bridge.acts(ActQuery.latest(1))).singleElement()
                .satisfies(act -> assertThat(act.detail()).contains("replay " + done.id(), "as sent"));
    }

    @Test
    void packetsOfOneKeyAreSentAgainInTheirOrder() {
        IntStream.range(0, 50).forEach(i -> emit("k", Map.of("n", i, "m", i)));
        awaitSent(50);
        connector.forget();

        done(bridge.replays().start(window().includingOvertaken(), ADA));

        awaitSent(50);
        assertThat(connector.sent()).extracting(p -> p.fields().get("n"))
                .containsExactlyElementsOf(IntStream.range(0, 50).mapToObj(i -> (Object) (long) i).toList());
    }

    @Test
    void underNewKeysPacketsAreNewRevisions() {
        var packet = emit("k", Map.of("n", 1));
        awaitSent(1);

        var done = done(bridge.replays().start(window().underNewKeys(), ADA));

        awaitSent(2);
        assertThat(done.counts().revised()).isEqualTo(1);
        assertThat(connector.sent().getLast().id()).isEqualTo(new PacketId(packet.event(), "t", 0, 1));
        assertThat(Set.copyOf(keys(connector.sent()))).hasSize(2);
    }

    @Test
    void onlyWhatIsAskedForIsSentAgain() {
        emit("k1", Map.of("n", 1));
        emit("k2", Map.of("n", 2));
        awaitSent(2);
        connector.answers(_ -> SendResult.reject("no"));
        var discarded = emit("k3", Map.of("n", 3));
        await().atMost(LONG).until(() -> state(discarded) == PacketState.DEAD);
        connector.answers(_ -> SendResult.delivered("took it"));
        bridge.operator().discard(discarded, ADA);
        connector.forget();

        assertThat(done(bridge.replays().start(window().ofKey("k2"), ADA)).counts().queued()).isEqualTo(1);
        assertThat(
                done(bridge.replays().start(window().thatEnded(Set.of(PacketState.DISCARDED)), ADA)).counts().queued())
                .isEqualTo(1);
        assertThat(done(bridge.replays().start(window().ofType("x.y"), ADA)).counts().all()).isZero();
        assertThat(done(bridge.replays().start(window().ofTarget("other"), ADA)).counts().all()).isZero();

        awaitSent(2);
        assertThat(connector.sent()).extracting(Packet::key).containsExactlyInAnyOrder("k2", "k3");
    }

    @Test
    void whatWaitsAnywayIsNotQueuedAgain() {
        bridge.pause("t", "ada", "");
        emit("k", Map.of("n", 1));

        var done = done(bridge.replay(start, now()));

        assertThat(done.counts()).isEqualTo(counts(0, 0, 1));
        bridge.resume("t", "ada", "");
        awaitSent(1);
    }

    @Test
    void anEventOfManyPacketsIsNotCutInTwo() throws IOException {
        resheet(ONE_TARGET
                + "  other:\n    connector: C\n    map:\n      n: n\n  third:\n    connector: C\n    map:\n      n: n\n");
        emit("k1", Map.of("n", 1));
        emit("k2", Map.of("n", 2));
        awaitSent(6);
        connector.forget();

        assertThat(done(bridge.replays().start(window().at("10/s"), ADA)).counts()).isEqualTo(counts(6, 0, 0));

        awaitSent(6);
    }

    // No field goes back

    @Test
    void whatNewerPacketsHaveOverwrittenIsLeftOut() {
        emit("k", Map.of("n", 1, "m", 1));
        emit("k", Map.of("n", 2));
        emit("k", Map.of("m", 3));
        emit("other", Map.of("n", 9));
        awaitSent(4);
        connector.forget();
        assertThat(bridge.replays().preview(window()).overtaken()).hasValue(2);

        var done = done(bridge.replay(start, now()));

        // {m: 3} does not overwrite {n: 2}; together they overwrite the first.
        awaitSent(3);
        assertThat(done.counts()).isEqualTo(counts(3, 1, 0));
        assertThat(connector.sent()).extracting(Packet::fields).containsExactlyInAnyOrder(Map.of("n", 2L),
                Map.of("m", 3L),
                Map.of("n", 9L));
    }

    @Test
    void aPartThatWasOverwrittenOutsideOfTheWindowGetsTheNewerValue() {
        emit("k", Map.of("n", 1, "m", 1));
        awaitSent(1);
        var end = Instant.now();
        emit("k", Map.of("n", 2));
        awaitSent(2);
        connector.forget();

        var done = done(bridge.replay(start, end));

        awaitSent(1);
        assertThat(done.counts().revised()).isEqualTo(1);
        assertThat(connector.sent()).extracting(Packet::fields).containsExactly(Map.of("n", 2L, "m", 1L));
    }

    @Test
    void aPartThatWasOverwrittenGetsTheNewerValueThoughThatIsSentAgainToo() {
        emit("k", Map.of("n", 1, "m", 1));
        emit("k", Map.of("n", 2));
        awaitSent(2);
        connector.forget();

        assertThat(done(bridge.replay(start, now())).counts()).isEqualTo(counts(2, 0, 0, 1));

        awaitSent(2);
        assertThat(connector.sent()).extracting(Packet::fields).containsExactly(Map.of("n", 2L, "m", 1L),
                Map.of("n", 2L));
    }

    @Test
    void whatIsAcceptedDuringAStepOverwritesToo() {
        emit("k", Map.of("n", 1));
        awaitSent(1);
        connector.forget();
        var newer = new AtomicReference<PacketId>();
        var once = new AtomicBoolean();
        governance = (_, _, payload) -> {
            if (payload.get("n").equals(1L) && once.compareAndSet(false, true)) {
                newer.set(emit("k", Map.of("n", 2)));
                await().atMost(LONG).until(() -> state(newer.get()) == PacketState.SENT);
            }
            return new Governance.Verdict.Pass(payload);
        };

        var done = done(bridge.replay(start, now()));

        assertThat(done.counts()).isEqualTo(counts(0, 1, 0));
        assertThat(connector.sent()).extracting(Packet::fields).containsExactly(Map.of("n", 2L));
    }

    @Test
    void whatIsNewestBelowAPartThatWasDeletedStays() throws IOException {
        resheet(ONE_TARGET + "      a: a\n");
        emit("k", Map.of("a", Map.of("y", 2), "n", 1));
        awaitSent(1);
        var end = Instant.now();
        bridge.emit(Event.of("a.b", new HashMap<>(Collections.singletonMap("a", null))).withSubject("k"));
        awaitSent(2);
        emit("k", Map.of("a", Map.of("x", 5)));
        awaitSent(3);
        connector.forget();

        done(bridge.replay(start, end));

        awaitSent(1);
        assertThat(connector.sent().getFirst().fields()).isEqualTo(Map.of("n", 1L));
    }

    @Test
    void whatNeverReachedTheTargetOverwritesNothing() {
        emit("k", Map.of("n", 1));
        awaitSent(1);
        connector.answers(_ -> SendResult.reject("no"));
        var dead = emit("k", Map.of("n", 2));
        await().atMost(LONG).until(() -> state(dead) == PacketState.DEAD);
        connector.answers(_ -> SendResult.delivered("took it"));
        connector.forget();

        assertThat(done(bridge.replay(start, now())).counts()).isEqualTo(counts(1, 0, 0));

        awaitSent(1);
        assertThat(connector.sent().getFirst().fields()).isEqualTo(Map.of("n", 1L));
    }

    @Test
    void whatIsEmittedWhileTheReplayRunsOverwritesToo() {
        emit("first", Map.of("n", 0));
        emit("k", Map.of("n", 1));
        awaitSent(2);
        var slow = bridge.replays().start(window().at("1/s"), ADA);
        await().atMost(LONG).until(() -> connector.sent().size() == 3); // "first" has been sent again

        var newer = emit("k", Map.of("n", 2));

        var done = done(slow);
        assertThat(done.counts()).isEqualTo(counts(1, 1, 0));
        await().atMost(LONG).until(() -> state(newer) == PacketState.SENT);
        assertThat(connector.sent().getLast().fields()).isEqualTo(Map.of("n", 2L));
    }

    // Mapped again

    @Test
    void eventsThatMatchedNoSheetAreMappedNow() throws IOException {
        bridge.emit(Event.of("new.type", Map.of("x", 1)));
        assertThat(bridge.unmatched()).isEqualTo(1);
        sheet("n.yaml", "source_event: new.type\ntargets:\n  t:\n    connector: C\n    map:\n      x: y\n");
        await().atMost(LONG).until(() -> bridge.mappings().size() == 2);
        assertThat(bridge.replays().preview(window().mappedAgain()).unmatched()).isEqualTo(1);

        var done = done(bridge.replays().start(window().mappedAgain(), ADA));

        awaitSent(1);
        assertThat(done.counts()).isEqualTo(counts(1, 0, 0, 1));
        assertThat(connector.sent().getFirst().fields()).isEqualTo(Map.of("y", 1L));
        assertThat(bridge.unmatched()).isZero();
    }

    @Test
    void whatIsMappedToOtherFieldsNowIsANewRevisionAndWhatIsNotKeepsItsKey() throws IOException {
        emit("k1", Map.of("n", 1));
        emit("k2", Map.of("m", 2));
        awaitSent(2);
        var first = keys(connector.sent());
        connector.forget();
        resheet(ONE_TARGET.replace("n: n", "n: renamed"));

        var done = done(bridge.replays().start(window().mappedAgain(), ADA));

        awaitSent(2);
        assertThat(done.counts()).isEqualTo(counts(2, 0, 0, 1));
        var byKey = new HashMap<String, Packet>();
        connector.sent().forEach(p -> byKey.put(p.key(), p));
        assertThat(byKey.get("k1").fields()).isEqualTo(Map.of("renamed", 1L));
        assertThat(byKey.get("k1").id().revision()).isEqualTo(1);
        assertThat(first).contains(byKey.get("k2").idempotencyKey());
    }

    @Test
    void aDeadPacketEndsForWhatTakesItsPlace() throws IOException {
        connector.answers(
                p -> p.fields().containsKey("n") ? SendResult.reject("no such field") : SendResult.delivered(""));
        var dead = emit("k", Map.of("n", 1));
        await().atMost(LONG).until(() -> state(dead) == PacketState.DEAD);
        resheet(ONE_TARGET.replace("n: n", "n: renamed"));

        done(bridge.replays().start(window().mappedAgain().thatEnded(Set.of(PacketState.DEAD)), ADA));

        await().atMost(LONG).until(() -> state(new PacketId(dead.event(), "t", 0, 1)) == PacketState.SENT);
        assertThat(state(dead)).isEqualTo(PacketState.SUPERSEDED);
    }

    // Governance

    @Test
    void whatIsMaskedNowIsMaskedInWhatWasSentBefore() {
        emit("k1", Map.of("n", 1, "m", 1));
        emit("k2", Map.of("m", 2));
        awaitSent(2);
        connector.forget();
        governance = (_, _, payload) -> payload.containsKey("n")
                ? new Governance.Verdict.Pass(Map.of("n", "***", "m", payload.get("m")))
                : new Governance.Verdict.Block("m: class 3");

        var done = done(bridge.replay(start, now()));

        awaitSent(1);
        assertThat(done.counts()).isEqualTo(new ReplayJob.Counts(1, 1, 0, 0, 1, 0, 0, 0, 0));
        assertThat(connector.sent().getFirst().fields()).isEqualTo(Map.of("n", "***", "m", 1L));
    }

    @Test
    void whatIsFoldedIntoWhatIsMappedAgainIsMaskedToo() {
        emit("k", Map.of("n", 1, "m", 1));
        awaitSent(1);
        var end = Instant.now();
        emit("k", Map.of("n", 2));
        awaitSent(2);
        connector.forget();
        governance = (_, _, payload) -> {
            var masked = new HashMap<>(payload);
            masked.replace("n", "***");
            return new Governance.Verdict.Pass(masked);
        };

        done(bridge.replays().start(Replay.between(start, end).mappedAgain(), ADA));

        awaitSent(1);
        assertThat(connector.sent().getFirst().fields()).isEqualTo(Map.of("n", "***", "m", 1L));
    }

    // How it goes

    @Test
    void whatAReplayHasNotedIsForgottenOnceItHasEnded() {
        emit("k", Map.of("n", 1));
        emit("k", Map.of("n", 2));
        awaitSent(2);

        assertThat(done(bridge.replay(start, now())).counts().overtaken()).isEqualTo(1);

        await().atMost(LONG).until(
                () -> TestDatabase.query("select count(*)::text from hms_bridge.replay_newer").equals(List.of("0")));
    }

    @Test
    void aReplayThatIsCancelledStopsAndSaysWhose() {
        IntStream.range(0, 20).forEach(i -> emit("k" + i, Map.of("n", i)));
        awaitSent(20);
        var slow = bridge.replays().start(window().at("2/s"), ADA);
        await().atMost(LONG).until(() -> connector.sent().size() > 20);

        bridge.replays().cancel(slow.id(), new By("bob", "not now"));

        var job = bridge.replays().find(slow.id()).orElseThrow();
        assertThat(job.state()).isEqualTo(ReplayJob.State.CANCELLED);
        assertThat(job.note()).contains("bob");
        assertThat(job.counts().queued()).isLessThan(20);
        assertThat(bridge.acts(ActQuery.latest(1))).singleElement()
                .satisfies(act -> assertThat(act.kind()).isEqualTo("cancel-replay"));
        assertThatThrownBy(() -> bridge.replays().cancel(slow.id(), ADA)).isInstanceOf(ActRefusedException.class)
                .hasMessageContaining("has ended already as CANCELLED");
    }

    @Test
    void aReplayGoesOnInTheNextProcessWhereItWas() {
        IntStream.range(0, 30).forEach(i -> emit("k" + i, Map.of("n", i)));
        awaitSent(30);
        connector.forget();
        var slow = bridge.replays().start(window().at("10/s"), ADA);
        await().atMost(LONG).until(() -> connector.sent().size() > 2);
        bridge.close();
        open();

        var done = done(slow);

        assertThat(done.counts()).isEqualTo(counts(30, 0, 0));
        awaitSent(30);
        assertThat(Set.copyOf(keys(connector.sent()))).hasSize(30);
    }

    @Test
    void aPreviewCountsByTargetAndChangesNothing() throws IOException {
        resheet(ONE_TARGET + "  other:\n    connector: C\n    map:\n      n: n\n");
        emit("k1", Map.of("n", 1));
        emit("k2", Map.of("n", 2));
        awaitSent(4);
        bridge.pause("t", "ada", "");
        var third = emit("k3", Map.of("n", 3));
        var other = new PacketId(third.event(), "other", 0, 0);
        await().atMost(LONG).until(() -> state(other) == PacketState.SENT);

        var preview = bridge.replays().preview(window());

        assertThat(preview.complete()).isTrue();
        assertThat(preview.packets()).isEqualTo(Map.of("t", 2L, "other", 3L));
        assertThat(preview.waiting()).isEqualTo(1);
        assertThat(preview.events()).isEqualTo(3);
        assertThat(bridge.replays().list(Long.MAX_VALUE, 10)).isEmpty();
        bridge.resume("t", "ada", "");
        awaitSent(6);
    }

    // Bad input

    @Test
    void aWindowThatEndsBeforeItBeginsOrIsTooWideOrEmptyIsRefused() {
        assertThatThrownBy(() -> bridge.replay(now(), start)).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("is not before");
        assertThatThrownBy(() -> bridge.replay(start.minus(Duration.ofDays(32)), now()))
                .isInstanceOf(ActRefusedException.class).hasMessageContaining("31 days that replay.max_window allows");
        assertThatThrownBy(() -> bridge.replay(start, now())).isInstanceOf(ActRefusedException.class)
                .hasMessageContaining("no event was accepted");
        assertThatThrownBy(() -> bridge.replays().start(window().at("0/s"), ADA))
                .isInstanceOf(ActRefusedException.class).hasMessageContaining("a rate must let at least 1 packet pass");
        assertThatThrownBy(() -> bridge.replays().start(window().at("fast"), ADA))
                .isInstanceOf(ActRefusedException.class).hasMessageContaining("50/s");
        assertThatThrownBy(() -> window().thatEnded(Set.of(PacketState.DEAD)))
                .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("requeue");
        assertThatThrownBy(() -> window().thatEnded(Set.of(PacketState.RETRY)))
                .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("go on by themselves");
        assertThat(bridge.acts(ActQuery.latest(1))).isEmpty();
    }

    private Replay window() {
        return Replay.between(start, now());
    }

    private static Instant now() {
        return Instant.now().plusMillis(1);
    }

    private static ReplayJob.Counts counts(long queued, long overtaken, long waiting) {
        return counts(queued, overtaken, waiting, 0);
    }

    private static ReplayJob.Counts counts(long queued, long overtaken, long waiting, long revised) {
        return new ReplayJob.Counts(queued, revised, overtaken, waiting, 0, 0, 0, 0, 0);
    }

    private ReplayJob done(ReplayJob job) {
        await().atMost(LONG).until(() -> bridge.replays().find(job.id()).orElseThrow().state().isTerminal());
        var done = bridge.replays().find(job.id()).orElseThrow();
        assertThat(done.state()).as(done.note()).isEqualTo(ReplayJob.State.DONE);
        return done;
    }

    private void awaitSent(int count) {
        await().atMost(LONG).until(() -> connector.sent().size() >= count
                && bridge.outbox().stream().allMatch(p -> p.state().isTerminal()));
        assertThat(connector.sent()).hasSize(count);
    }

    private static List<String> keys(List<Packet> packets) {
        return packets.stream().map(Packet::idempotencyKey).toList();
    }

    private PacketId emit(String key, Map<String, ?> data) {
        return bridge.emit(Event.of("a.b", data).withSubject(key)).packets().getFirst();
    }

    private PacketState state(PacketId packet) {
        return bridge.packets(PacketQuery.ofEvent(packet.event())).stream().filter(p -> p.id().equals(packet))
                .findFirst().map(p -> p.state()).orElse(null);
    }

    private void resheet(String text) throws IOException {
        var before = bridge.mappings().getFirst().live().orElseThrow().version();
        sheet("s.yaml", text);
        await().atMost(LONG).until(() -> !bridge.mappings().getFirst().live().orElseThrow().version().equals(before));
    }

    private void sheet(String name, String text) throws IOException {
        Files.writeString(folder.resolve(name), text);
    }
}
