package io.hmsbridge.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.hmsbridge.api.Connector;
import io.hmsbridge.api.ConnectorContext;
import io.hmsbridge.api.ConnectorFactory;
import io.hmsbridge.api.Event;
import io.hmsbridge.api.Packet;
import io.hmsbridge.api.SendResult;
import io.hmsbridge.api.Setting;
import io.hmsbridge.api.SettingsSpec;
import io.hmsbridge.core.calendar.CronTimes;
import io.hmsbridge.core.calendar.Windows;
import io.hmsbridge.core.governance.Governance;
import io.hmsbridge.core.ledger.ActRefusedException;
import io.hmsbridge.core.ledger.By;
import io.hmsbridge.core.ledger.Conserved;
import io.hmsbridge.core.ledger.PacketQuery;
import io.hmsbridge.core.ledger.PacketState;
import io.hmsbridge.core.ledger.PacketView;
import io.hmsbridge.core.outbox.TargetSpec;
import io.hmsbridge.core.outbox.TargetStatus;
import io.hmsbridge.core.support.ObedientConnector;
import io.hmsbridge.core.support.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What sheets make of events, through the ledger to the target. */
class MappingInBridgeTest {

    private static final Duration LONG = Duration.ofSeconds(20);
    private static final String TYPE = "policy.changed";

    private static final TargetSpec PAYROLL = TargetSpec.of("payroll", "PayrollConnector");

    @TempDir
    private Path mappings;

    private final ObedientConnector payroll = new ObedientConnector("PayrollConnector");

    @BeforeEach
    void anEmptyLedger() {
        TestDatabase.clear();
    }

    @Test
    void whatCannotBeMappedIsADeadPacketWithItsReasonAndIsNotRequeuedEmpty() throws Exception {
        sheet("map: {rate: rate}\n    convert: {rate: {type: integer}}");
        try (var bridge = open(Governance.ALLOW_ALL)) {
            var emitted = bridge.emit(Event.of(TYPE, Map.of("rate", "six")));
            var packet = bridge.packets(PacketQuery.ofEvent(emitted.number())).getFirst();

            assertThat(packet.state()).isEqualTo(PacketState.DEAD);
            assertThat(packet.detail()).isEqualTo("s.yaml:4: the value cannot be converted: it is not a number");
            assertThat(bridge.conserved(null, null, 10)).extracting(Conserved::holds).isEqualTo(true);
            assertThatThrownBy(() -> bridge.operator().requeue(packet.id(), new By("me", "again")))
                    .isInstanceOf(ActRefusedException.class).hasMessageContaining("could make nothing of the event");

            bridge.operator().edit(packet.id(), Map.of("rate", 6L), new By("me", "by hand"));
            await().atMost(LONG).until(() -> payroll.sent().size() == 1);
            assertThat(payroll.sent().getFirst().fields()).isEqualTo(Map.of("rate", 6L));
        }
    }

    @Test
    void eachPartIsAPacketWithItsOwnKey() throws Exception {
        sheet("for_each: data.grades\n    key: item.grade\n    map: {item.rate: rate}");
        try (var bridge = open(Governance.ALLOW_ALL)) {
            var packets = bridge.emitAndWait(Event.of(TYPE, Map.of("grades",
                    List.of(Map.of("grade", "A", "rate", 1), Map.of("grade", "B", "rate", 2)))), LONG);

            assertThat(packets).extracting(p -> p.id().part(), PacketView::key, PacketView::state)
                    .containsExactlyInAnyOrder(
                            org.assertj.core.groups.Tuple.tuple(1, "A", PacketState.SENT),
                            org.assertj.core.groups.Tuple.tuple(2, "B", PacketState.SENT));
        }
    }

    @Test
    void aJsonPatchIsVettedValueByValue() throws Exception {
        sheet("form: json_patch\n    map: {after.ssn: ssn, after.name: name, after.rate: pay.rate}");
        Governance masking = (_, _, payload) -> {
            var vetted = new LinkedHashMap<>(payload);
            vetted.remove("ssn");
            vetted.replace("name", "***");
            return new Governance.Verdict.Pass(vetted);
        };
        try (var bridge = open(masking)) {
            bridge.emitAndWait(Event.of(TYPE, Map.of("before", Map.of("ssn", "1", "name", "a", "rate", 1, "old", 1),
                    "after", Map.of("ssn", "2", "name", "b", "rate", 2))), LONG);

            assertThat(payroll.sent()).singleElement().satisfies(packet -> {
                assertThat(packet.form()).isEqualTo(Packet.Form.JSON_PATCH);
                assertThat(packet.content()).isEqualTo(List.of(
                        Map.of("op", "replace", "path", "/name", "value", "***"),
                        Map.of("op", "replace", "path", "/pay/rate", "value", 2L)));
            });
        }
    }

    @Test
    void operationsOfAJsonPatchWhoseFieldsAreWrittenAlikeAreVettedApart() throws Exception {
        sheet("form: json_patch\n    map: {after.x: x}");
        Governance masking = (_, _, payload) -> {
            var vetted = new LinkedHashMap<>(payload);
            vetted.replaceAll((_, value) -> "536-90-4399".equals(value) ? "***" : value);
            return new Governance.Verdict.Pass(vetted);
        };
        try (var bridge = open(masking)) {
            bridge.emitAndWait(Event.of(TYPE, Map.of("before", Map.of("x", Map.of("b", Map.of())),
                    "after", Map.of("x", new TreeMap<>(Map.of("b.c", "536-90-4399", "b", Map.of("c", "fine")))))),
                    LONG);

            assertThat(payroll.sent()).singleElement().satisfies(packet -> assertThat(packet.content())
                    .isEqualTo(List.of(Map.of("op", "add", "path", "/x/b/c", "value", "fine"),
                            Map.of("op", "add", "path", "/x/b.c", "value", "***"))));
        }
    }

    @Test
    void theVersionInForceCountsThePacketsItHasMade() throws Exception {
        sheet("map: {rate: rate}");
        try (var bridge = open(Governance.ALLOW_ALL)) {
            var event = keyed(1L);
            bridge.emit(event);
            bridge.emit(event); // the same again is no packet
            bridge.emit(keyed(2L));
            await().atMost(LONG).until(() -> made(bridge) == 2);

            sheet("map: {rate: daily}");
            await().atMost(LONG).until(() -> made(bridge) == 0);
        }
    }

    private static long made(Bridge bridge) {
        return bridge.mappings().getFirst().live().orElseThrow().packets();
    }

    @Test
    void aShadowIsKeptAndNotSent() throws Exception {
        sheet("mode: shadow\n    map: {rate: rate}");
        try (var bridge = open(Governance.ALLOW_ALL)) {
            var packets = bridge.emitAndWait(Event.of(TYPE, Map.of("rate", 6)), LONG);

            assertThat(packets).singleElement().satisfies(p -> {
                assertThat(p.state()).isEqualTo(PacketState.UNCHANGED);
                assertThat(p.detail()).isEqualTo("shadow: vetted, and not sent");
            });
            assertThat(payroll.sent()).isEmpty();
        }
    }

    @Test
    void aSheetsWordGoesBeforeTheDeclarationsAndSavingItChangesTheLane() throws Exception {
        sheet("map: {rate: rate}\n    on_dead: hold\n    retry: {first: 10ms, cap: 20ms, tries: 2}");
        payroll.answers(packet -> packet.fields().get("rate").equals(-1L) ? SendResult.retry("try again")
                : SendResult.delivered("took it"));
        try (var bridge = open(Governance.ALLOW_ALL)) {
            var dead = bridge.emitAndWait(keyed(-1L), LONG).getFirst();
            long held = bridge.emit(keyed(2L)).number();
            bridge.emitAndWait(Event.of(TYPE, Map.of("rate", 3L)).withSubject("other"), LONG);

            assertThat(dead).extracting(PacketView::state, PacketView::tries).containsExactly(PacketState.DEAD, 2);
            assertThat(bridge.packets(PacketQuery.ofEvent(held))).extracting(PacketView::state)
                    .containsExactly(PacketState.HELD);

            sheet("map: {rate: rate}\n    on_dead: skip");
            await().atMost(LONG).untilAsserted(() -> assertThat(bridge.packets(PacketQuery.ofEvent(held)))
                    .extracting(PacketView::state).containsExactly(PacketState.SENT));
        }
    }

    @Test
    void aSheetNamesTheWindowInWhichItsTargetTakesPackets() throws Exception {
        sheet("map: {rate: rate}");
        var never = new Windows(List.of(new Windows.Rule(Windows.Kind.DENY,
                new CronTimes("* * * * *", Duration.ofDays(1)), ZoneOffset.UTC)));
        try (var bridge = open(Governance.ALLOW_ALL)) {
            bridge.declare(List.of(PAYROLL), Map.of("office-hours", never));
            sheet("map: {rate: rate}\n    window: office-hours");
            await().atMost(LONG).until(() -> bridge.targets().getFirst().state() == TargetStatus.State.CLOSED);
            long waits = bridge.emit(keyed(1L)).number();

            bridge.declare(List.of(PAYROLL));
            bridge.declare(List.of(PAYROLL), Map.of()); // the sheet that names it is in force all the same
            assertThat(bridge.targets().getFirst().state()).isEqualTo(TargetStatus.State.CLOSED);

            bridge.declare(List.of(PAYROLL), Map.of("office-hours", Windows.ALWAYS));
            await().atMost(LONG).untilAsserted(() -> assertThat(bridge.packets(PacketQuery.ofEvent(waits)))
                    .extracting(PacketView::state).containsExactly(PacketState.SENT));
        }
    }

    @Test
    void nothingIsSentInAWindowThatIsNotThereAnyMore() throws Exception {
        sheet("map: {rate: rate}\n    window: office-hours");
        try (var bridge = builder(Governance.ALLOW_ALL).windows(Map.of("office-hours", Windows.ALWAYS)).open()) {
            assertThat(bridge.emitAndWait(keyed(1L), LONG)).extracting(PacketView::state)
                    .containsExactly(PacketState.SENT);
        }
        try (var bridge = open(Governance.ALLOW_ALL)) { // by the sheet that was in force last
            long waits = bridge.emit(keyed(2L)).number();
            await().atMost(LONG).until(() -> bridge.targets().getFirst().state() == TargetStatus.State.CLOSED);
            assertThat(bridge.targets().getFirst().reason()).contains("nobody declares these windows");

            bridge.declare(List.of(PAYROLL), Map.of("office-hours", Windows.ALWAYS));
            await().atMost(LONG).untilAsserted(() -> assertThat(bridge.packets(PacketQuery.ofEvent(waits)))
                    .extracting(PacketView::state).containsExactly(PacketState.SENT));
        }
    }

    @Test
    void theLaneOfAJsonPatchHoldsAlsoAfterARestart() throws Exception {
        sheet("form: json_patch\n    map: {rate: rate}");
        payroll.answers(packet -> packet.content().toString().contains("-1") ? SendResult.reject("no such rate")
                : SendResult.delivered("took it"));
        long held;
        try (var bridge = open(Governance.ALLOW_ALL)) {
            bridge.emitAndWait(keyed(-1L), LONG);
            held = bridge.emit(keyed(2L)).number();
        }
        try (var bridge = open(Governance.ALLOW_ALL)) {
            // Of a lane, what waited goes out first.
            bridge.emitAndWait(Event.of(TYPE, Map.of("rate", 3L)).withSubject("other"), LONG);

            assertThat(bridge.packets(PacketQuery.ofEvent(held))).extracting(PacketView::state)
                    .containsExactly(PacketState.HELD);
        }
    }

    record Address(@Setting(value = "Where.", fallback = "https://elsewhere") String base) {}

    @Test
    void aTargetStartsOnceAsItIsDeclared() throws Exception {
        var started = new CopyOnWriteArrayList<String>();
        var factory = new ConnectorFactory() {
            @Override
            public String name() {
                return "Addressed";
            }

            @Override
            public SettingsSpec settings() {
                return SettingsSpec.of(Address.class);
            }

            @Override
            public Connector create(ConnectorContext context) {
                started.add(context.target() + " at " + context.settings(Address.class).base());
                return _ -> SendResult.delivered("took it");
            }
        };
        sheet("map: {rate: rate}\n    on_dead: hold");
        var declared = TargetSpec.of("payroll", "Addressed").with(Map.of("base", "https://hr"));
        try (var bridge = Bridge.builder().database(TestDatabase.url(), TestDatabase.user(), TestDatabase.password())
                .mappings(mappings).connector(factory).targets(List.of(declared)).open()) {
            assertThat(bridge.emitAndWait(keyed(1L), LONG)).extracting(PacketView::state)
                    .containsExactly(PacketState.SENT);
            assertThat(started).containsExactly("payroll at https://hr");
        }
    }

    private static Event keyed(long rate) {
        return Event.of(TYPE, Map.of("rate", rate)).withSubject("k");
    }

    @Test
    void fiveHundredReloadsUnderLoadLoseNothing() throws Exception {
        int reloads = 500;
        sheet("map: {rate: v0}");
        try (var bridge = open(Governance.ALLOW_ALL)) {
            var writer = Thread.ofVirtual().start(() -> {
                for (int i = 1; i <= reloads; i++) {
                    sheet("map: {rate: v" + i + "}");
                    bridge.declare(List.of(PAYROLL)); // reads the folder before it returns
                }
            });
            int events = 0;
            while (writer.isAlive() || events < 2_000) {
                bridge.emit(List.of(event(events++), event(events++), event(events++), event(events++)));
            }
            assertThat(payroll.sent().stream().flatMap(p -> p.fields().keySet().stream()).distinct().count())
                    .isGreaterThan(50);
            int all = events;
            await().atMost(LONG.multipliedBy(3)).until(() -> payroll.sent().size() >= all);
            await().atMost(LONG).until(() -> bridge.mappings().getFirst().live().orElseThrow().targets().size() == 1);

            assertThat(bridge.unmatched()).isZero();
            assertThat(payroll.sent()).hasSize(all).allSatisfy(p -> assertThat(p.fields()).hasSize(1));
            assertThat(
                    payroll.sent().stream().map(p -> p.fields().values().iterator().next()).collect(Collectors.toSet()))
                    .hasSize(all);
        }
    }

    private static Event event(int rate) {
        return Event.of(TYPE, new HashMap<>(Map.of("rate", rate))).withSubject("k" + rate % 50);
    }

    private Bridge open(Governance governance) {
        return builder(governance).open();
    }

    private BridgeBuilder builder(Governance governance) {
        return Bridge.builder().database(TestDatabase.url(), TestDatabase.user(), TestDatabase.password())
                .mappings(mappings)
                .connector(payroll).governance(governance)
                .targets(List.of(PAYROLL));
    }

    private void sheet(String lines) {
        try {
            var draft = Files.writeString(mappings.resolve(".s.new"),
                    "source_event: " + TYPE + "\ntargets:\n  payroll:\n    " + lines + "\n");
            Files.move(draft, mappings.resolve("s.yaml"), StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
