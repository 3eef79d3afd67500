package io.hmsbridge.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.hmsbridge.api.Event;
import io.hmsbridge.api.Packet;
import io.hmsbridge.core.ledger.ActQuery;
import io.hmsbridge.core.ledger.By;
import io.hmsbridge.core.ledger.Replay;
import io.hmsbridge.core.ledger.ReplayJob;
import io.hmsbridge.core.outbox.TargetSpec;
import io.hmsbridge.core.support.Conservation;
import io.hmsbridge.core.support.ObedientConnector;
import io.hmsbridge.core.support.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A target that is added today gets what was accepted before. */
class BackfillTest {

    private static final Duration LONG = Duration.ofSeconds(15);
    private static final By ADA = new By("ada", "scheduling joins");
    private static final String BEFORE = "source_event: a.b\ntargets:\n  t:\n    connector: C\n    map: {n: n, m: m}\n";
    private static final String ADDED = BEFORE + "  new:\n    connector: C\n    map: {n: rate, m: name}\n";

    @TempDir
    private Path folder;

    private final ObedientConnector connector = new ObedientConnector("C");
    private final Instant start = Instant.now().minusSeconds(60);
    private Bridge bridge;

    @BeforeEach
    void aBridge() throws IOException {
        TestDatabase.clear();
        sheet(BEFORE);
        open();
    }

    @AfterEach
    void allIsAccountedFor() {
        bridge.close();
        Conservation.holds();
    }

    private void open() {
        bridge = Bridge.builder().database(TestDatabase.url(), TestDatabase.user(), TestDatabase.password())
                .mappings(folder).connector(connector)
                .targets(List.of(TargetSpec.of("t", "C"), TargetSpec.of("new", "C"))).open();
    }

    @Test
    void itGetsThePastInOrderMappedByTheSheetInForceAndOnce() throws IOException {
        IntStream.range(0, 20).forEach(i -> emit("k", Map.of("n", i, "m", "x" + i)));
        awaitSent("t", 20);
        resheet(ADDED);

        var done = done(bridge.replays().start(backfill(false, true).includingOvertaken(), ADA));

        awaitSent("new", 20);
        assertThat(sent("new")).extracting(p -> p.fields().get("rate"))
                .containsExactlyElementsOf(IntStream.range(0, 20).mapToObj(i -> (Object) (long) i).toList());
        assertThat(sent("t")).hasSize(20);
        assertThat(done.counts()).isEqualTo(new ReplayJob.Counts(20, 20, 0, 0, 0, 0, 0, 0, 0));
        assertThat(bridge.acts(ActQuery.latest(1))).singleElement().satisfies(act -> {
            assertThat(act.kind()).isEqualTo("backfill");
            assertThat(act.detail()).contains("packets of new", "of which it has had none", "after live packets");
        });

        var again = done(bridge.replays().start(backfill(false, true), ADA));
        assertThat(again.counts()).isEqualTo(new ReplayJob.Counts(0, 0, 0, 0, 0, 0, 0, 20, 0));
    }

    @Test
    void theLatestOfEachKeyHasTheNewestOfAllFields() throws IOException {
        emit("k", Map.of("n", 1, "m", "old"));
        emit("j", Map.of("n", 7));
        emit("k", Map.of("m", "new"));
        var last = emit("k", Map.of("n", 3));
        awaitSent("t", 4);
        resheet(ADDED);
        emit("k", Map.of("n", 4)); // live: the target has this one

        var done = done(bridge.replays().start(backfill(true, false), ADA));

        awaitSent("new", 3);
        assertThat(sent("new").stream().filter(p -> p.id().event() == last)).singleElement()
                .extracting(Packet::fields).isEqualTo(Map.of("rate", 4L, "name", "new"));
        assertThat(sent("new").stream().filter(p -> p.key().equals("j"))).singleElement()
                .extracting(Packet::fields).isEqualTo(Map.of("rate", 7L));
        assertThat(done.counts()).isEqualTo(new ReplayJob.Counts(2, 2, 2, 0, 0, 0, 0, 1, 0));
        await().atMost(LONG).untilAsserted(() -> assertThat(
                TestDatabase.query("select count(*) from hms_bridge.replay_latest")).containsExactly("0"));
    }

    @Test
    void whereLivePacketsGoFirstFewAreQueuedBeforeThem() throws IOException {
        IntStream.range(0, 400).forEach(i -> emit("k" + i, Map.of("n", i)));
        resheet(ADDED);
        bridge.pause("new", "ada", "");

        var job = bridge.replays().start(backfill(false, true), ADA);
        await().atMost(LONG).until(() -> bridge.replays().find(job.id()).orElseThrow().note()
                .startsWith("waits for new"));
        assertThat(waiting("new")).isLessThanOrEqualTo(200);
        long live = emit("live", Map.of("n", 1));

        bridge.resume("new", "ada", "");
        assertThat(done(job).counts().queued()).isEqualTo(400);
        awaitSent("new", 401);
        assertThat(sent("new").stream().limit(202).map(p -> p.id().event())).contains(live);
    }

    @Test
    void whereTheyGoAfterItTheyStandInLineBehindIt() throws IOException {
        IntStream.range(0, 400).forEach(i -> emit("k" + i, Map.of("n", i)));
        resheet(ADDED);
        bridge.pause("new", "ada", "");

        done(bridge.replays().start(backfill(false, false), ADA));

        assertThat(waiting("new")).isEqualTo(400);
        bridge.resume("new", "ada", "");
        awaitSent("new", 400);
    }

    @Test
    void whatIsNotDueYetWaitsForItsDate() throws IOException {
        emit("k", Map.of("n", 1, "from", "2099-12-07"));
        emit("k", Map.of("n", 2, "from", "2020-12-07"));
        awaitSent("t", 2);
        resheet(ADDED.replace("targets:", "effective_at: data.from\ntargets:"));

        assertThat(done(bridge.replays().start(backfill(true, true), ADA)).counts())
                .isEqualTo(new ReplayJob.Counts(1, 1, 0, 0, 0, 0, 0, 0, 1));

        awaitSent("new", 1);
        assertThat(bridge.scheduled("new", 10)).singleElement()
                .satisfies(p -> assertThat(p.dueAt()).contains(Instant.parse("2099-12-07T00:00:00Z")));
    }

    @Test
    void itGoesOnInTheNextProcessWhereItWas() throws IOException {
        IntStream.range(0, 30).forEach(i -> emit("k" + i % 15, Map.of("n", i)));
        awaitSent("t", 30);
        resheet(ADDED);
        var slow = bridge.replays().start(backfill(true, true).at("10/s"), ADA);
        await().atMost(LONG).until(() -> !sent("new").isEmpty());
        bridge.close();
        open();

        assertThat(done(slow).counts()).isEqualTo(new ReplayJob.Counts(15, 15, 15, 0, 0, 0, 0, 0, 0));
        awaitSent("new", 15);
    }

    @Test
    void whatCannotBeDoneIsRefused() throws IOException {
        emit("k", Map.of("n", 1));
        awaitSent("t", 1);
        resheet(BEFORE + "  new:\n    connector: C\n    form: json_patch\n    map: {n: n}\n");
        var job = bridge.replays().start(backfill(true, true), ADA);
        await().atMost(LONG)
                .until(() -> bridge.replays().find(job.id()).orElseThrow().state() == ReplayJob.State.FAILED);
        assertThat(bridge.replays().find(job.id()).orElseThrow().note())
                .isEqualTo("packets of new are JSON Patches, each of which is needed: leave out --latest-per-key");

        assertThatThrownBy(() -> backfill(true, true).ofTarget("")).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("a backfill is of one target");
        assertThat(bridge.replays().preview(Replay.backfill("new", start.minus(Duration.ofDays(4_000)), now(),
                new Replay.Backfill(false, true))).events()).as("the past has no end").isEqualTo(1);
    }

    private Replay backfill(boolean latestPerKey, boolean liveFirst) {
        return Replay.backfill("new", start, now(), new Replay.Backfill(latestPerKey, liveFirst));
    }

    private static Instant now() {
        return Instant.now().plusMillis(1);
    }

    private ReplayJob done(ReplayJob job) {
        await().atMost(LONG).until(() -> bridge.replays().find(job.id()).orElseThrow().state().isTerminal());
        var done = bridge.replays().find(job.id()).orElseThrow();
        assertThat(done.state()).as(done.note()).isEqualTo(ReplayJob.State.DONE);
        return done;
    }

    private long waiting(String target) {
        return bridge.targets().stream().filter(t -> t.name().equals(target)).findFirst().orElseThrow().waiting();
    }

    private List<Packet> sent(String target) {
        return connector.sent().stream().filter(p -> p.id().target().equals(target)).toList();
    }

    private void awaitSent(String target, int count) {
        await().atMost(LONG).until(() -> sent(target).size() >= count
                && bridge.backlog().stream().allMatch(b -> b.state().isTerminal()));
        assertThat(sent(target)).hasSize(count);
    }

    private long emit(String key, Map<String, ?> data) {
        return bridge.emit(Event.of("a.b", data).withSubject(key)).number();
    }

    private void resheet(String text) throws IOException {
        var before = bridge.mappings().getFirst().live().orElseThrow().version();
        sheet(text);
        await().atMost(LONG).until(() -> !bridge.mappings().getFirst().live().orElseThrow().version().equals(before));
    }

    private void sheet(String text) throws IOException {
        Files.writeString(folder.resolve("s.yaml"), text);
    }
}
