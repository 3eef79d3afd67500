package io.hmsbridge.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import io.hmsbridge.api.Event;
import io.hmsbridge.api.Packet;
import io.hmsbridge.core.event.EventRefusedException;
import io.hmsbridge.core.governance.Action;
import io.hmsbridge.core.governance.DataClass;
import io.hmsbridge.core.governance.Finding;
import io.hmsbridge.core.governance.Governance;
import io.hmsbridge.core.governance.PolicyVersion;
import io.hmsbridge.core.ledger.ActQuery;
import io.hmsbridge.core.ledger.ActRefusedException;
import io.hmsbridge.core.ledger.BlockedQuery;
import io.hmsbridge.core.ledger.By;
import io.hmsbridge.core.ledger.PacketQuery;
import io.hmsbridge.core.ledger.PacketState;
import io.hmsbridge.core.ledger.PacketView;
import io.hmsbridge.core.ledger.Replay;
import io.hmsbridge.core.ledger.ReplayJob;
import io.hmsbridge.core.support.Conservation;
import io.hmsbridge.core.support.ObedientConnector;
import io.hmsbridge.core.support.SettableClock;
import io.hmsbridge.core.support.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Packets that wait for their date, at a clock that is set. */
class EffectiveDatesTest {

    private static final Duration LONG = Duration.ofSeconds(30);
    private static final By ADA = new By("ada", "CHG-123");
    private static final String BEFORE = "2026-12-07T04:59:59Z";
    private static final String DUE = "2026-12-07T05:00:00Z";

    @TempDir
    private Path folder;

    private final SettableClock clock = new SettableClock("2026-11-27T12:00:00Z");
    private final ObedientConnector connector = new ObedientConnector("C");
    private final List<Bridge> open = new ArrayList<>();
    private volatile Governance governance = Governance.ALLOW_ALL;

    @BeforeEach
    void aSheetWithADate() throws IOException {
        TestDatabase.clear();
        Files.writeString(folder.resolve("s.yaml"), """
                source_event: a.b
                effective_at: data.from
                zone: America/New_York
                targets:
                  t:
                    connector: C
                    map: {n: n}
                """);
    }

    @AfterEach
    void allIsAccountedFor() {
        open.forEach(Bridge::close);
        Conservation.holds();
    }

    @Test
    void aDateIsItsFirstMomentInTheSheetsZone() {
        var bridge = bridge();
        long number = emit(bridge, "k", 1, "2026-12-07");

        var packet = packet(bridge, number);
        assertThat(packet.state()).isEqualTo(PacketState.SCHEDULED);
        assertThat(packet.dueAt()).contains(Instant.parse(DUE));
        assertThat(packet.state().isTerminal()).isFalse();
        assertThat(bridge.scheduled()).containsExactly(Map.entry("t", 1L));
        assertThat(bridge.scheduled("t", 10)).extracting(p -> p.id().event()).containsExactly(number);
        assertThat(bridge.backlog()).isEmpty();
        assertThat(bridge.targets().getFirst().scheduled()).isEqualTo(1);
        assertThat(bridge.targets().getFirst().waiting()).isZero();

        clock.set(BEFORE);
        await().during(Duration.ofMillis(1_500)).atMost(LONG).until(() -> connector.sent().isEmpty());
        clock.set(DUE);
        awaitSent(bridge, number);
        assertThat(bridge.scheduled()).isEmpty();
    }

    @Test
    void itNeitherBlocksNorOutranksWhatIsDueBefore() {
        var bridge = bridge();
        long monday = emit(bridge, "k", 70, "2026-12-07");
        long today = emit(bridge, "k", 69, null);
        awaitSent(bridge, today);
        clock.set(DUE);
        awaitSent(bridge, monday);
        long later = emit(bridge, "k", 71, null);
        awaitSent(bridge, later);

        assertThat(connector.sent()).extracting(p -> p.id().event()).containsExactly(today, monday, later);
        assertThat(connector.sent()).extracting(Packet::sequence).isSorted().doesNotHaveDuplicates();
        assertThat(connector.sent().get(1).idempotencyKey()).endsWith("-r0");
    }

    @Test
    void thoseOfOneMomentGoInTheOrderInWhichTheyWereAccepted() {
        var bridge = bridge();
        var numbers = IntStream.range(0, 50).mapToLong(n -> emit(bridge, "k", n, "2026-12-07")).boxed().toList();
        var sooner = emit(bridge, "k", 99, "2026-12-06");
        clock.set(DUE);
        awaitSent(bridge, numbers.getLast());

        assertThat(connector.sent()).extracting(p -> p.id().event())
                .containsExactlyElementsOf(LongStream.concat(LongStream.of(sooner),
                        numbers.stream().mapToLong(Long::longValue)).boxed().toList());
    }

    @Test
    void aDateThatIsPastMeansNowAndIsSaid() {
        var bridge = bridge();
        bridge.emit(Event.of("a.b", Map.of("n", 0)).withSubject("k"));
        bridge.pause("t", "ada", "to see it wait");
        long number = emit(bridge, "k", 1, "2026-11-27");

        assertThat(packet(bridge, number).state()).isEqualTo(PacketState.QUEUED);
        assertThat(packet(bridge, number).detail()).isEqualTo("effective since 2026-11-27T05:00:00Z: due at once");
        bridge.resume("t", "ada", "");
        awaitSent(bridge, number);
    }

    @Test
    void whatIsNoDateIsADeadPacketWithTheLine() {
        var bridge = bridge();

        var packet = packet(bridge, emit(bridge, "k", 1, "2026-02-30"));

        assertThat(packet.state()).isEqualTo(PacketState.DEAD);
        assertThat(packet.detail()).isEqualTo("s.yaml:2: `effective_at`: `2026-02-30` is no time:"
                + " write 2026-12-07, 2026-12-07T09:00 or 2026-12-07T09:00-05:00");
    }

    @Test
    void anEventSaysItItselfUnlessTheSheetDoes() {
        var bridge = bridge();
        var event = with("effectiveat", "2026-12-08T00:00:00Z", Map.of("n", 1));

        assertThat(packet(bridge, bridge.emit(event).number()).dueAt()).contains(Instant.parse("2026-12-08T00:00:00Z"));
        var both = with("deliverafter", "2026-12-08T00:00:00Z", Map.of("n", 1, "from", "2026-12-07"));
        assertThat(packet(bridge, bridge.emit(both).number()).dueAt()).contains(Instant.parse(DUE));
        assertThatThrownBy(() -> bridge.emit(with("effectiveat", "soon", Map.of("n", 1))))
                .isInstanceOf(EventRefusedException.class).hasMessageStartingWith("effectiveat: `soon` is no time");
    }

    @Test
    void theYear9999IsTheLastAndMayHaveADeadlineAfterIt() throws IOException {
        Files.writeString(folder.resolve("late.yaml"), """
                source_event: a.late
                effective_at: data.from
                targets:
                  t:
                    connector: C
                    map: {n: n}
                    deliver_by: 2h
                """);
        var bridge = bridge();
        var event = Event.of("a.late", Map.of("n", 1, "from", "9999-12-31T23:30:00Z"));

        var packet = packet(bridge, bridge.emit(event).number());
        assertThat(packet.state()).isEqualTo(PacketState.SCHEDULED);
        assertThat(packet.dueAt()).contains(Instant.parse("9999-12-31T23:30:00Z"));
        assertThat(bridge.agenda().next(Duration.ofDays(14))).isEmpty();
        for (var date : List.of("+10000-01-01", "2026-02-30")) {
            assertThatThrownBy(() -> bridge.emit(with("effectiveat", date, Map.of("n", 1))))
                    .isInstanceOf(EventRefusedException.class).hasMessageContaining(date);
        }
    }

    @Test
    void itIsVettedAgainWhenItIsDue() {
        governance = (_, _, payload) -> new Governance.Verdict.Pass(payload);
        var bridge = bridge();
        long masked = emit(bridge, "k", 1, "2026-12-07");
        long blocked = emit(bridge, "k", 2, "2026-12-07");
        var found = new Finding(DataClass.SECRET, "n", Action.BLOCK, "governance.yaml:7:1");
        governance = (_, _, payload) -> payload.get("n").equals(2L)
                ? new Governance.Verdict.Block("secret by now", List.of(found), PolicyVersion.NONE)
                : new Governance.Verdict.Pass(Map.of("n", "*"));

        clock.set(DUE);
        await().atMost(LONG).until(() -> connector.sent().size() == 1
                && packet(bridge, masked).state() == PacketState.SENT);

        assertThat(connector.sent().getFirst().fields()).isEqualTo(Map.of("n", "*"));
        assertThat(bridge.packets(PacketQuery.ofEvent(masked))).extracting(p -> p.id().revision(), PacketView::state)
                .containsExactly(tuple(1, PacketState.SENT),
                        tuple(0, PacketState.SUPERSEDED));
        assertThat(bridge.packets(PacketQuery.ofEvent(blocked))).extracting(p -> p.id().revision(), PacketView::state)
                .containsExactly(tuple(1, PacketState.BLOCKED), tuple(0, PacketState.SUPERSEDED));
        assertThat(packet(bridge, blocked).detail()).isEqualTo("secret by now");
        assertThat(packet(bridge, blocked).governed().blocking()).containsExactly("secret");
        assertThat(bridge.approver().blocked(BlockedQuery.ALL, Optional.empty(), 10).packets())
                .extracting(PacketView::id)
                .containsExactly(packet(bridge, blocked).id());
    }

    @Test
    void itIsRescheduledAndCalledOff() {
        var bridge = bridge();
        var first = packet(bridge, emit(bridge, "a", 1, "2026-12-07")).id();
        var second = packet(bridge, emit(bridge, "b", 2, "2026-12-07")).id();

        bridge.operator().discard(first, ADA);
        bridge.operator().reschedule(second, Instant.parse("2026-11-30T00:00:00Z"), ADA);

        assertThat(packet(bridge, first.event()).state()).isEqualTo(PacketState.DISCARDED);
        clock.set("2026-11-30T00:00:00Z");
        awaitSent(bridge, second.event());
        assertThat(connector.sent()).hasSize(1);
        assertThat(bridge.acts(ActQuery.latest(10))).extracting(act -> act.kind()).containsExactly("reschedule",
                "discard");
        assertThatThrownBy(() -> bridge.operator().reschedule(second, Instant.parse(DUE), ADA))
                .isInstanceOf(ActRefusedException.class).hasMessageEndingWith("does not wait for a date");
    }

    @Test
    void whatIsGivenALaterDateJustAsItIsDueDoesNotGoAtItsFormerOne() {
        governance = (_, _, payload) -> new Governance.Verdict.Pass(payload);
        var bridge = bridge();
        var id = packet(bridge, emit(bridge, "k", 1, "2026-12-07")).id();
        var later = Instant.parse("2026-12-08T00:00:00Z");
        var due = new AtomicBoolean(true);
        governance = (_, _, payload) -> {
            if (due.getAndSet(false)) { // it is vetted as it wakes
                bridge.operator().reschedule(id, later, ADA);
            }
            return new Governance.Verdict.Pass(payload);
        };

        clock.set(DUE);
        await().atMost(LONG).until(() -> packet(bridge, id.event()).dueAt().filter(later::equals).isPresent());
        await().during(Duration.ofMillis(1_500)).atMost(LONG).until(() -> connector.sent().isEmpty());

        clock.set(later.toString());
        awaitSent(bridge, id.event());
        assertThat(connector.sent()).hasSize(1);
    }

    @Test
    void aClockThatIsSetBackSendsNothingEarly() {
        var bridge = bridge();
        clock.set("2026-12-07T04:30:00Z");
        long number = emit(bridge, "k", 1, "2026-12-07");
        clock.set("2026-12-07T03:45:00Z");
        clock.set(BEFORE);
        await().during(Duration.ofMillis(1_500)).atMost(LONG).until(() -> connector.sent().isEmpty());

        clock.set(DUE);
        awaitSent(bridge, number);
    }

    @Test
    void itOutlivesTheProcessAndIsWokenOnceByOneOfSeveral() {
        var gone = bridge();
        var numbers = IntStream.range(0, 3_000).mapToObj(n -> Event.of("a.b", Map.of("n", n, "from", "2026-12-07"))
                .withSubject("k" + n % 100)).toList();
        for (int i = 0; i < numbers.size(); i += 500) {
            gone.emit(numbers.subList(i, i + 500));
        }
        gone.close();
        open.clear();
        clock.set(DUE);
        var one = bridge();
        bridge();

        await().atMost(LONG).until(() -> connector.sent().size() >= 3_000 && one.backlog().isEmpty());
        assertThat(connector.sent()).hasSize(3_000);
        var lastOfKey = new HashMap<String, Packet>();
        assertThat(connector.sent()).allSatisfy(packet -> {
            var before = lastOfKey.put(packet.key(), packet);
            if (before != null) {
                assertThat(packet.sequence()).isGreaterThan(before.sequence());
                assertThat(packet.id().event()).isGreaterThan(before.id().event());
            }
        });
    }

    @Test
    void whatIsEmittedWhileItWakesComesBeforeOrAfterIt() {
        var bridge = bridge();
        for (int i = 0; i < 20; i++) {
            int from = i * 100;
            bridge.emit(IntStream.range(from, from + 100).mapToObj(n -> Event
                    .of("a.b", Map.of("n", n, "from", "2026-12-07")).withSubject("k" + n % 10)).toList());
        }
        clock.set(DUE);
        for (int n = 0; n < 300; n++) {
            emit(bridge, "k" + n % 10, n, null);
        }
        await().atMost(LONG).until(() -> connector.sent().size() >= 2_300 && bridge.backlog().isEmpty());

        assertThat(connector.sent()).hasSize(2_300);
        for (int k = 0; k < 10; k++) {
            var key = "k" + k;
            assertThat(connector.sent().stream().filter(p -> p.key().equals(key))).extracting(Packet::sequence)
                    .isSorted().doesNotHaveDuplicates();
        }
    }

    @Test
    void beforeItHasBeenQuietForAWhileTheyWakeAFewAtATime() {
        var bridge = bridge();
        bridge.emit(IntStream.range(0, 600)
                .mapToObj(n -> Event.of("a.b", Map.of("n", n, "from", "2026-12-07")).withSubject("k" + n)).toList());
        clock.set(DUE);
        await().atMost(LONG).until(() -> {
            emit(bridge, "beside", 1, null); // so that it is not quiet, however slow the machine is
            return connector.sent().stream().filter(packet -> packet.key().startsWith("k")).count() == 600;
        });
        await().atMost(LONG).until(() -> bridge.backlog().isEmpty());

        assertThat(
                TestDatabase.query("select count(*)::text from hms_bridge.batch where high is not null and count = 0"))
                .containsExactly("3"); // 250, 250 and 100
    }

    @Test
    void whatIsAcceptedForItsKeyWhileItWakesGoesBeforeItAndMovesNoOther() {
        governance = (_, _, payload) -> new Governance.Verdict.Pass(payload);
        var bridge = bridge();
        long woken = emit(bridge, "k", 1, "2026-12-07");
        long other = emit(bridge, "other", 2, "2026-12-07");
        var between = new AtomicLong();
        var vetted = new AtomicInteger();
        governance = (_, _, payload) -> {
            if (vetted.getAndIncrement() == 0) { // as the first of them wakes
                between.set(emit(bridge, "k", 3, null));
            }
            return new Governance.Verdict.Pass(payload);
        };

        clock.set(DUE);
        awaitSent(bridge, woken);
        awaitSent(bridge, other);
        awaitSent(bridge, between.get());

        assertThat(connector.sent().stream().filter(p -> p.key().equals("k"))).extracting(p -> p.id().event())
                .containsExactly(between.get(), woken);
        var sequences = connector.sent().stream().collect(Collectors.toMap(p -> p.id().event(), Packet::sequence));
        assertThat(sequences.get(other)).isLessThan(between.get());
        assertThat(sequences.get(woken)).isGreaterThan(between.get());
        assertThat(vetted).hasValue(3);
    }

    @Test
    void aReplayLeavesItAlone() {
        var bridge = bridge();
        long sent = emit(bridge, "k", 1, null);
        awaitSent(bridge, sent);
        long scheduled = emit(bridge, "k", 2, "2026-12-07");

        for (var replay : List.of(Replay.between(Instant.now().minusSeconds(600), Instant.now()),
                Replay.between(Instant.now().minusSeconds(600), Instant.now()).mappedAgain())) {
            var job = bridge.replays().start(replay, ADA);
            await().atMost(LONG)
                    .until(() -> bridge.replays().find(job.id()).orElseThrow().state() == ReplayJob.State.DONE);
            assertThat(bridge.replays().find(job.id()).orElseThrow().counts().waiting()).isEqualTo(1);
        }
        assertThat(packet(bridge, scheduled).state()).isEqualTo(PacketState.SCHEDULED);
        await().atMost(LONG).until(() -> bridge.backlog().isEmpty());
        assertThat(connector.sent()).allMatch(p -> p.id().event() == sent);
    }

    private Bridge bridge() {
        var bridge = Bridge.builder().database(TestDatabase.url(), TestDatabase.user(), TestDatabase.password())
                .mappings(folder).connector(connector).clock(clock)
                .governance((flow, target, payload) -> governance.vet(flow, target, payload)).open();
        open.add(bridge);
        return bridge;
    }

    private static long emit(Bridge bridge, String key, int n, String from) {
        var data = from == null ? Map.<String, Object>of("n", n) : Map.<String, Object>of("n", n, "from", from);
        return bridge.emit(Event.of("a.b", data).withSubject(key)).number();
    }

    private static Event with(String extension, String value, Map<String, Object> data) {
        var event = Event.of("a.b", data);
        return new Event(event.id(), event.source(), event.type(), event.subject(), event.time(), event.data(),
                Map.of(extension, value));
    }

    private static PacketView packet(Bridge bridge, long event) {
        return bridge.packets(PacketQuery.ofEvent(event)).getFirst();
    }

    private static void awaitSent(Bridge bridge, long event) {
        await().atMost(LONG).until(() -> packet(bridge, event).state() == PacketState.SENT);
    }
}
