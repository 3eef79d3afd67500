package io.hmsbridge.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.hmsbridge.api.Event;
import io.hmsbridge.api.Health;
import io.hmsbridge.api.Packet;
import io.hmsbridge.api.SendException;
import io.hmsbridge.api.SendResult;
import io.hmsbridge.core.event.EventRefusedException;
import io.hmsbridge.core.governance.Governance;
import io.hmsbridge.core.governance.Governance.Verdict;
import io.hmsbridge.core.ledger.EventConflictException;
import io.hmsbridge.core.ledger.EventQuery;
import io.hmsbridge.core.ledger.EventView;
import io.hmsbridge.core.ledger.PacketQuery;
import io.hmsbridge.core.ledger.PacketState;
import io.hmsbridge.core.ledger.PacketView;
import io.hmsbridge.core.outbox.Limits;
import io.hmsbridge.core.outbox.RetryPolicy;
import io.hmsbridge.core.outbox.TargetSpec;
import io.hmsbridge.core.outbox.TargetStatus;
import io.hmsbridge.core.support.Conservation;
import io.hmsbridge.core.support.ObedientConnector;
import io.hmsbridge.core.support.TestDatabase;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BridgeTest {

    private static final Duration LONG = Duration.ofSeconds(20);
    private static final String TYPE = "policy.per_diem.updated";
    private static final RetryPolicy QUICK =
            new RetryPolicy(Duration.ofMillis(50), Duration.ofMillis(200), 1_000, Duration.ofDays(1));

    @TempDir
    private Path mappings;

    private final ObedientConnector payroll = new ObedientConnector("PayrollConnector");

    @BeforeEach
    void aSheetAndAnEmptyLedger() throws IOException {
        TestDatabase.clear();
        sheet("per-diem.yaml", "dailyRate");
    }

    @AfterEach
    void allIsAccountedFor() {
        Conservation.holds();
    }

    @Test
    void anEventReachesItsTargetInTheTargetsWords() throws InterruptedException {
        try (var bridge = open()) {
            var packets = bridge.emitAndWait(rate("68.00"), LONG);

            assertThat(packets).singleElement().satisfies(p -> {
                assertThat(p.state()).isEqualTo(PacketState.SENT);
                assertThat(p.toString()).startsWith("pkt-1 → SENT  payroll took it (");
            });
            assertThat(payroll.sent()).singleElement().satisfies(p -> {
                assertThat(p.fields()).isEqualTo(Map.of("dailyRate", new BigDecimal("68.00")));
                assertThat(p.origin().type()).isEqualTo(TYPE);
                assertThat(p.attempt()).isEqualTo(1);
            });
        }
    }

    @Test
    void anEventThatNoSheetMatchesIsKeptAndCounted() {
        try (var bridge = open()) {
            var emitted = bridge.emit(Event.of("nobody.asked", Map.of("a", 1)));

            assertThat(emitted.packets()).isEmpty();
            assertThat(bridge.unmatched()).isEqualTo(1);

            bridge.emit(rate("68"));
            assertThat(bridge.events(EventQuery.latest(10))).extracting(EventView::number).containsExactly(2L, 1L);
            assertThat(bridge.events(new EventQuery(Long.MAX_VALUE, true, 10))).singleElement()
                    .satisfies(e -> assertThat(e.type()).isEqualTo("nobody.asked"));
        }
    }

    @Test
    void aChangeThatChangesNothingIsRecordedAsSuchAndNotSent() throws InterruptedException {
        try (var bridge = open()) {
            var packets = bridge.emitAndWait(Event.of(TYPE, Map.of("old_rate", 68, "new_rate", 68)), LONG);

            assertThat(packets).singleElement().satisfies(p -> assertThat(p.state()).isEqualTo(PacketState.UNCHANGED));
            assertThat(payroll.sent()).isEmpty();
        }
    }

    @Test
    void aKeyThatMustRetryHoldsUpOnlyItselfAndKeepsItsOrder() {
        var failures = new ConcurrentHashMap<String, Integer>();
        payroll.answers(packet -> packet.key().equals("slow") && failures.merge(packet.id().text(), 1, Integer::sum) < 3
                ? SendResult.retry("not yet")
                : SendResult.delivered("took it"));
        try (var bridge = open()) {
            var slow = emitAll(bridge, "slow", 5);
            var quick = emitAll(bridge, "quick", 5);

            awaitAllSent(bridge, quick);
            awaitAllSent(bridge, slow);
        }
        assertThat(deliveredOf("slow")).isSorted().hasSize(5);
        assertThat(deliveredOf("quick")).isSorted().hasSize(5);
        assertThat(payroll.sent().stream().filter(p -> p.key().equals("slow"))).hasSize(15);
    }

    @Test
    void aRetryCarriesTheSameKeyAndBytes() {
        payroll.answers(packet -> packet.attempt() < 3 ? SendResult.retry("not yet") : SendResult.delivered("took it"));
        try (var bridge = open()) {
            awaitAllSent(bridge, emitAll(bridge, "k", 1));
        }
        assertThat(payroll.sent()).hasSize(3);
        assertThat(payroll.sent().stream().map(Packet::idempotencyKey).distinct()).hasSize(1);
        assertThat(payroll.sent().stream().map(Packet::content).distinct()).hasSize(1);
        assertThat(payroll.sent().stream().map(Packet::attempt)).containsExactly(1, 2, 3);
    }

    @Test
    void aRejectedPacketEndsDeadAndTheNextOfItsKeyGoesOn() {
        payroll.answers(packet -> packet.id().event() == 1 ? SendResult.reject("422 no such grade")
                : SendResult.delivered("took it"));
        try (var bridge = open()) {
            var events = emitAll(bridge, "k", 2);

            awaitState(bridge, events.get(0), PacketState.DEAD);
            awaitState(bridge, events.get(1), PacketState.SENT);
            assertThat(packet(bridge, 1).detail()).isEqualTo("422 no such grade");
        }
    }

    @Test
    void aTargetFaultParksTheLaneAndKillsNothing() {
        payroll.answers(_ -> SendResult.targetFault("401 from PATCH /v2/rates"));
        var patient = new RetryPolicy(Duration.ofMillis(50), Duration.ofHours(1), 1_000, Duration.ofDays(1));
        try (var bridge = open(b -> b.targets(List.of(spec(Map.of(), patient))))) {
            bridge.emit(rate("1"));
            await().until(() -> bridge.targets().getFirst().state() == TargetStatus.State.PAUSED);
            bridge.emit(rate("2"));

            assertThat(bridge.targets()).singleElement().satisfies(t -> {
                assertThat(t.reason()).isEqualTo("401 from PATCH /v2/rates");
                assertThat(t.waiting()).isEqualTo(2);
            });
            assertThat(bridge.outbox()).noneMatch(p -> p.state() == PacketState.DEAD);

            payroll.answers(ObedientConnector.DELIVERED);
            bridge.declare(List.of(spec(Map.of(), QUICK)));
            awaitState(bridge, 1, PacketState.SENT);
            awaitState(bridge, 2, PacketState.SENT);
        }
    }

    @Test
    void whileATargetSleepsOnlyItsProbeTalksToItAndThenAllGoesAtOnceInOrder() {
        var hourly = new RetryPolicy(Duration.ofHours(1), Duration.ofHours(1), 1_000, Duration.ofDays(1));
        payroll.says(Health.asleep("503 from GET /healthz"));
        payroll.answers(_ -> SendResult.retry("503 from PATCH /v2/rates"));
        try (var bridge = open(b -> b.targets(List.of(spec(Map.of(), hourly))))) {
            var first = emitAll(bridge, "a", 1);
            await().until(() -> bridge.targets().getFirst().state() == TargetStatus.State.PAUSED);
            var later = emitAll(bridge, "a", 3);
            later.addAll(emitAll(bridge, "b", 3));
            int asked = payroll.probes();
            await().until(() -> payroll.probes() >= asked + 2);

            assertThat(payroll.sent()).hasSize(1);
            assertThat(bridge.targets().getFirst().reason()).isEqualTo("503 from GET /healthz");

            payroll.answers(ObedientConnector.DELIVERED);
            payroll.says(Health.awake("204"));
            awaitAllSent(bridge, first);
            awaitAllSent(bridge, later);
        }
        assertThat(deliveredOf("a")).isSorted().hasSize(4);
        assertThat(payroll.sent()).hasSize(8);
    }

    @Test
    void whateverAConnectorThrowsIsARetry() {
        payroll.answers(packet -> switch (packet.attempt()) {
            case 1 -> throw new IllegalStateException("a bug");
            case 2 -> throw new StackOverflowError();
            case 3 -> throw new SendException(SendException.Kind.UNKNOWN, "no answer within 5 s");
            default -> SendResult.delivered("took it");
        });
        try (var bridge = open()) {
            awaitAllSent(bridge, emitAll(bridge, "k", 1));
        }
        assertThat(TestDatabase.query("select outcome from hms_bridge.delivery order by try")).containsExactly("1", "1",
                "3", "10");
    }

    @Test
    void aTargetThatSleepsOnAfterItsSettingsChangedIsProbedOn() {
        payroll.answers(_ -> SendResult.retry("asleep"));
        payroll.says(Health.asleep("refused"));
        try (var bridge = open()) {
            var events = new ArrayList<Long>();
            for (int key = 0; key < 6; key++) {
                events.addAll(emitAll(bridge, "k" + key, 1));
            }
            await().atMost(LONG).until(() -> payroll.probes() >= 3);
            int sent = payroll.sent().size();
            bridge.declare(List.of(spec(Map.of(),
                    new RetryPolicy(Duration.ofMinutes(9), Duration.ofMinutes(10), 1_000, Duration.ofDays(1)))));
            await().atMost(LONG).until(() -> payroll.sent().size() >= sent + 5);

            payroll.answers(ObedientConnector.DELIVERED);
            payroll.says(Health.awake("here"));
            awaitAllSent(bridge, events);
        }
    }

    @Test
    void whoIsToldOfACommitMayEmitAgain() {
        try (var bridge = open()) {
            var both = bridge.emitAsync(List.of(rate("1"))).thenApply(_ -> bridge.emit(rate("2")));

            assertThat(both).succeedsWithin(LONG);
        }
    }

    @Test
    void aReceiptThatNoDatabaseHoldsIsMadeFit() {
        payroll.answers(_ -> SendResult.delivered("a\0b\n" + "\ud800" + "x".repeat(10_000)));
        try (var bridge = open()) {
            awaitAllSent(bridge, emitAll(bridge, "k", 1));
            assertThat(packet(bridge, 1).detail()).startsWith("a b \uFFFDx").hasSize(500);
        }
    }

    @Test
    void aRestartGoesOnWithWhatWaited() {
        payroll.answers(_ -> SendResult.retry("asleep"));
        List<Long> events;
        try (var bridge = open()) {
            events = emitAll(bridge, "k", 3);
            await().until(() -> payroll.sent().size() >= 2);
        }
        payroll.answers(ObedientConnector.DELIVERED);
        try (var bridge = open()) {
            awaitAllSent(bridge, events);
        }
        assertThat(deliveredOf("k")).isSorted();
        assertThat(payroll.sent().stream().map(Packet::idempotencyKey).distinct()).hasSize(3);
    }

    @Test
    void theSameIdIsAcceptedOnceAndAnotherBodyIsRefused() {
        var event = rate("68").withId("/hr", "change-1");
        try (var bridge = open()) {
            var first = bridge.emit(event);
            var again = bridge.emit(event);

            assertThat(again.number()).isEqualTo(first.number());
            assertThat(again.duplicate()).isTrue();
            assertThat(again.packets()).isEqualTo(first.packets());
            assertThatThrownBy(() -> bridge.emit(rate("69").withId("/hr", "change-1")))
                    .isInstanceOf(EventConflictException.class)
                    .hasMessageContaining("change-1").hasMessageContaining("another body");
            awaitState(bridge, first.number(), PacketState.SENT);
        }
        assertThat(payroll.sent()).hasSize(1);
    }

    @Test
    void aBatchIsAcceptedAsAWholeOrNotAtAll() {
        try (var bridge = open()) {
            bridge.emit(rate("1").withId("/hr", "a"));

            assertThatThrownBy(() -> bridge.emit(List.of(rate("2").withId("/hr", "b"), rate("3").withId("/hr", "a"))))
                    .isInstanceOf(EventConflictException.class);
            assertThatThrownBy(() -> bridge.emit(List.of(rate("2").withId("/hr", "c"), rate("3").withId("/hr", "c"))))
                    .isInstanceOf(EventConflictException.class).hasMessageContaining("twice");

            var mixed = bridge.emit(List.of(rate("1").withId("/hr", "a"), rate("4").withId("/hr", "d")));
            assertThat(mixed).extracting(Emitted::duplicate).containsExactly(true, false);
        }
        assertThat(TestDatabase.query("select ext_id from hms_bridge.event order by id")).containsExactly("a", "d");
    }

    @Test
    void anEventThatCannotBeKeptIsRefusedWithTheReason() {
        try (var bridge = open()) {
            assertThatThrownBy(() -> bridge.emit(Event.of(TYPE, Map.of("note", "a\0b"))))
                    .isInstanceOf(EventRefusedException.class)
                    .hasMessageContaining("note");
            assertThatThrownBy(() -> bridge.emit(rate("1").withSubject("a\nb")))
                    .isInstanceOf(EventRefusedException.class).hasMessageContaining("subject");
        }
    }

    @Test
    void whatGovernanceBlocksIsNotSentAndWhatItChangesIsSentChanged() throws InterruptedException {
        Governance governance = (_, _, payload) -> payload.get("dailyRate").equals(13L)
                ? new Verdict.Block("rule 13")
                : new Verdict.Pass(Map.of("dailyRate", "masked"));
        try (var bridge = open(b -> b.governance(governance))) {
            assertThat(bridge.emitAndWait(rate("13"), LONG).getFirst().state()).isEqualTo(PacketState.BLOCKED);
            assertThat(bridge.emitAndWait(rate("14"), LONG).getFirst().state()).isEqualTo(PacketState.SENT);
        }
        assertThat(payroll.sent()).singleElement()
                .satisfies(p -> assertThat(p.fields()).containsEntry("dailyRate", "masked"));
    }

    @Test
    void packetsOfAMissingConnectorWaitVisibly() {
        var elsewhere =
                "source_event: asset.moved\ntargets:\n  gis:\n    connector: GISConnector\n    map:\n      place: position\n";
        write("asset.yaml", elsewhere);
        try (var bridge = open()) {
            bridge.emit(Event.of("asset.moved", Map.of("place", "here")));

            assertThat(bridge.targets()).filteredOn(t -> t.name().equals("gis")).singleElement().satisfies(t -> {
                assertThat(t.state()).isEqualTo(TargetStatus.State.WAITING);
                assertThat(t.reason()).isEqualTo("no plugin offers GISConnector");
                assertThat(t.waiting()).isEqualTo(1);
            });
            assertThat(bridge.mappings()).filteredOn(s -> s.name().equals("asset.yaml")).singleElement()
                    .satisfies(s -> assertThat(s.problems()).singleElement()
                            .satisfies(p -> assertThat(p.line()).isEqualTo(4)));
        }
        var gis = new ObedientConnector("GISConnector");
        try (var bridge = open(b -> b.connector(gis))) {
            awaitState(bridge, 1, PacketState.SENT);
        }
    }

    @Test
    void aSavedSheetTakesEffectAndABrokenOneLeavesTheLastGoodOne() throws IOException, InterruptedException {
        try (var bridge = open()) {
            sheet("per-diem.yaml", "perDiem");
            await().untilAsserted(() -> assertThat(versionOf(bridge)).isNotEqualTo(0));
            await().until(() -> {
                bridge.emitAndWait(rate("70"), LONG);
                return payroll.sent().getLast().fields().containsKey("perDiem");
            });
            var good = versionOf(bridge);

            write("per-diem.yaml",
                    "source_event: " + TYPE + "\ntargets:\n  payroll:\n    conector: PayrollConnector\n");
            await().until(() -> !bridge.mappings().getFirst().problems().isEmpty());
            bridge.emitAndWait(rate("71"), LONG);

            assertThat(versionOf(bridge)).isEqualTo(good);
            assertThat(payroll.sent().getLast().fields()).containsKey("perDiem");
            assertThat(bridge.mappings().getFirst().problems()).anySatisfy(p -> {
                assertThat(p.line()).isEqualTo(4);
                assertThat(p.suggestion()).contains("connector");
            });
        }
        assertThat(TestDatabase.query("select content from hms_bridge.sheet order by id")).hasSize(2).last().asString()
                .contains("perDiem");
    }

    @Test
    void theLastGoodSheetSurvivesARestart() throws InterruptedException {
        try (var bridge = open()) {
            bridge.emitAndWait(rate("1"), LONG);
        }
        write("per-diem.yaml", "source_event: [\n");
        try (var bridge = open()) {
            assertThat(bridge.emitAndWait(rate("2"), LONG)).singleElement()
                    .satisfies(p -> assertThat(p.state()).isEqualTo(PacketState.SENT));
            assertThat(bridge.mappings().getFirst().problems()).isNotEmpty();
        }
    }

    @Test
    void aTargetThatIsNoLongerNamedIsForgottenOnceNothingWaitsForIt() throws InterruptedException, IOException {
        try (var bridge = open()) {
            bridge.emitAndWait(rate("1"), LONG);
        }
        Files.delete(mappings.resolve("per-diem.yaml"));
        var builder = Bridge.builder().database(TestDatabase.url(), TestDatabase.user(), TestDatabase.password())
                .mappings(mappings);
        try (var bridge = builder.open()) {
            assertThat(bridge.targets()).isEmpty();
        }
    }

    @Test
    void settingsThatDoNotSuitAreReportedAndTheTargetGoesOnAsItWas() throws InterruptedException {
        try (var bridge = open()) {
            bridge.emitAndWait(rate("1"), LONG);

            assertThat(bridge.declare(List.of(spec(Map.of("colour", "red"), QUICK)))).singleElement().asString()
                    .contains("payroll").contains("colour");
            assertThat(bridge.emitAndWait(rate("2"), LONG).getFirst().state()).isEqualTo(PacketState.SENT);
        }
    }

    @Test
    void aBacklogLargerThanMemoryHoldsIsDeliveredInOrder() throws InterruptedException {
        int events = 22_000;
        var gate = new CountDownLatch(1);
        var lastOfKey = new ConcurrentHashMap<String, Long>();
        var inversions = new ArrayList<String>();
        payroll.answers(packet -> {
            gate.await();
            var before = lastOfKey.put(packet.key(), packet.sequence());
            if (before != null && before > packet.sequence()) {
                inversions.add(packet + " after " + before);
            }
            return SendResult.delivered("took it");
        });
        try (var bridge = open()) {
            for (int i = 0; i < events; i += 1_000) {
                var batch = new ArrayList<Event>();
                for (int j = 0; j < 1_000; j++) {
                    batch.add(rate("" + (1_000 + j)).withSubject("k" + j % 50));
                }
                bridge.emit(batch);
            }
            gate.countDown();
            await().atMost(LONG.multipliedBy(3)).until(() -> bridge.targets().getFirst().waiting() == 0);
        }
        assertThat(inversions).isEmpty();
        assertThat(payroll.sent()).hasSize(events);
    }

    private Bridge open() {
        return open(_ -> {});
    }

    private Bridge open(Consumer<BridgeBuilder> more) {
        var builder = Bridge.builder().database(TestDatabase.url(), TestDatabase.user(), TestDatabase.password())
                .mappings(mappings).connector(payroll)
                .targets(List.of(spec(Map.of(), QUICK)));
        more.accept(builder);
        return builder.open();
    }

    private static TargetSpec spec(Map<String, Object> settings, RetryPolicy retry) {
        return TargetSpec.of("payroll", "PayrollConnector").with(settings).with(Limits.concurrency(8)).with(retry);
    }

    private static Event rate(String newRate) {
        return Event.of(TYPE, Map.of("old_rate", 62, "new_rate",
                new BigDecimal(newRate).scale() == 0 ? (Object) Long.valueOf(newRate) : new BigDecimal(newRate)));
    }

    private static List<Long> emitAll(Bridge bridge, String key, int count) {
        var numbers = new ArrayList<Long>();
        for (int i = 0; i < count; i++) {
            numbers.add(bridge.emit(rate("" + (100 + i)).withSubject(key)).number());
        }
        return numbers;
    }

    private List<Long> deliveredOf(String key) {
        var last = new ConcurrentHashMap<Long, Integer>();
        var order = payroll.sent();
        for (int i = 0; i < order.size(); i++) {
            if (order.get(i).key().equals(key)) {
                last.put(order.get(i).sequence(), i);
            }
        }
        return last.entrySet().stream().sorted(Map.Entry.comparingByValue()).map(Map.Entry::getKey).toList();
    }

    private static PacketView packet(Bridge bridge, long event) {
        return bridge.packets(PacketQuery.ofEvent(event)).getFirst();
    }

    private static void awaitState(Bridge bridge, long event, PacketState state) {
        await().atMost(LONG).until(() -> packet(bridge, event).state() == state);
    }

    private static void awaitAllSent(Bridge bridge, List<Long> events) {
        events.forEach(event -> awaitState(bridge, event, PacketState.SENT));
    }

    private static Object versionOf(Bridge bridge) {
        return bridge.mappings().getFirst().live().<Object>map(l -> l.version()).orElse(0);
    }

    private void sheet(String name, String field) throws IOException {
        write(name, "source_event: " + TYPE
                + "\ntargets:\n  payroll:\n    connector: PayrollConnector\n    map:\n      new_rate: " + field + "\n");
    }

    private void write(String name, String content) {
        try {
            Files.writeString(mappings.resolve(name), content);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
