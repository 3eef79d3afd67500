package io.hmsbridge.server.outcome;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.hmsbridge.api.Connector;
import io.hmsbridge.api.ConnectorContext;
import io.hmsbridge.api.ConnectorFactory;
import io.hmsbridge.api.Event;
import io.hmsbridge.api.Packet;
import io.hmsbridge.api.SendResult;
import io.hmsbridge.core.ledger.By;
import io.hmsbridge.core.ledger.EventQuery;
import io.hmsbridge.core.ledger.PacketQuery;
import io.hmsbridge.core.ledger.PacketState;
import io.hmsbridge.core.ledger.PacketView;
import io.hmsbridge.server.metrics.Metrics;
import io.hmsbridge.server.support.ApiClient;
import io.hmsbridge.server.support.ServedBridge;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who emits is told how it ended, once, if they asked. */
class OutcomesTest {

    private static final Outcomes OUTCOMES = new Outcomes(List.of("/hr/*"), true);

    @TempDir
    private Path folder;
    private ServedBridge server;
    private final List<Packet> told = new CopyOnWriteArrayList<>();

    private final class Teller implements ConnectorFactory {

        @Override
        public String name() {
            return "Teller";
        }

        @Override
        public Connector create(ConnectorContext context) {
            return packet -> {
                told.add(packet);
                return SendResult.delivered("took it");
            };
        }
    }

    @BeforeEach
    void start() throws Exception {
        var mappings = Files.createDirectories(folder.resolve("mappings"));
        Files.writeString(mappings.resolve("told.yaml"), """
                source_event: bridge.packet.*
                targets:
                  told:
                    connector: Teller
                    map: {state: state, reason: reason, target: target, key: key, event.id: about, packet: packet}
                """);
        server = ServedBridge.start(folder, builder -> builder.connector(new Teller()));
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private List<PacketView> emit(String source, String id, long rate) throws Exception {
        return server.bridge().emitAndWait(Event.of("rate.changed", Map.of("rate", rate)).withId(source, id)
                .withSubject("per-diem"), Duration.ofSeconds(30));
    }

    private List<String> states() {
        return told.stream().map(packet -> packet.fields().get("about") + " " + packet.fields().get("state") + " "
                + packet.fields().get("reason")).toList();
    }

    @Test
    void theEndOfEachPacketIsToldToWhoAskedAndToNobodyElse() throws Exception {
        emit("/hr/app", "before", 1);
        try (var _ = OutcomeTeller.start(server.bridge(), OUTCOMES)) {
            emit("/hr/app", "good", 68);
            emit("/gis", "silent", 68);
            server.bridge().emit(Event.of("rate.changed", Map.of("rate", 68L)).withId("/gis", "asking")
                    .withExtension("bridgeoutcomes", true));
            var dead = emit("/hr/app", "bad", -1).getFirst();
            await().until(() -> told.size() >= 3);
            server.bridge().operator().discard(dead.id(), new By("ada", "of no use"));
            await().until(() -> told.size() >= 4);
            emit("/hr/app", "last", 69);
            await().until(() -> told.size() >= 5);
        }

        assertThat(states()).containsExactlyInAnyOrder("good SENT delivered", "asking SENT delivered",
                "bad DEAD rejected", "bad DISCARDED operator", "last SENT delivered");
        assertThat(told.getFirst().fields()).containsEntry("target", "payroll").containsEntry("key", "per-diem");
        assertThat(told).allSatisfy(packet -> assertThat(packet.origin().source()).isEqualTo(Outcomes.SOURCE));
        assertThat(told.toString()).doesNotContain("a rate is not negative");
    }

    @Test
    void afterARestartItGoesOnWhereItWasAndTellsNothingTwice() throws Exception {
        try (var _ = OutcomeTeller.start(server.bridge(), OUTCOMES)) {
            emit("/hr/app", "first", 68);
            await().until(() -> told.size() >= 1);
        }
        emit("/hr/app", "meanwhile", 69);
        // A crash between what was emitted and the bookmark: it stands where it stood before.
        server.execute("update hms_bridge.bookmark set held_until = now(), mark = regexp_replace(mark, ':.*', ':0:')");

        try (var _ = OutcomeTeller.start(server.bridge(), OUTCOMES)) {
            await().until(() -> told.size() >= 2);
            emit("/hr/app", "last", 70);
            await().until(() -> told.size() >= 3);
        }
        assertThat(states()).containsExactly("first SENT delivered", "meanwhile SENT delivered", "last SENT delivered");
        assertThat(server.bridge().events(new EventQuery(Long.MAX_VALUE, false, 100))).filteredOn(
                event -> event.source().equals(Outcomes.SOURCE)).hasSize(3);
    }

    @Test
    void ofTwoThatShareALedgerOneTells() throws Exception {
        try (var _ = OutcomeTeller.start(server.bridge(), OUTCOMES);
                var _ = OutcomeTeller.start(server.bridge(), OUTCOMES)) {
            for (int i = 0; i < 20; i++) {
                emit("/hr/app", "e-" + i, i);
            }
            await().until(() -> told.size() >= 20);
        }
        assertThat(told).hasSize(20);
        assertThat(server.bridge().packets(PacketQuery.latest(100))).filteredOn(
                packet -> packet.id().target().equals("told")).hasSize(20)
                .allSatisfy(packet -> assertThat(packet.state()).isIn(PacketState.SENT, PacketState.QUEUED));
    }

    @Test
    void howFarItIsBehindIsMeasured() throws Exception {
        try (var metrics = new Metrics(); var teller = OutcomeTeller.start(server.bridge(), OUTCOMES)) {
            metrics.watchOutcomes(teller::lag);
            emit("/hr/app", "first", 68);
            await().until(() -> told.size() >= 1);
            server.execute("alter table hms_bridge.bookmark rename to gone");
            emit("/hr/app", "second", 69);
            await().until(() -> behind(metrics) > 2);
            server.execute("alter table hms_bridge.gone rename to bookmark");

            await().until(() -> behind(metrics) >= 0 && behind(metrics) < 1);
            assertThat(told).hasSize(2);
        }
    }

    private static double behind(Metrics metrics) {
        return metrics.scrape("text/plain").lines().filter(line -> line.startsWith("bridge_outcomes_lag_seconds "))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.indexOf(' ')))).findFirst().orElse(-1);
    }

    @Test
    void nobodyElseTellsOfOutcomes() throws Exception {
        try (var api = new ApiClient(server.uri())) {
            var reply = api.post("/v1/events", "application/cloudevents+json",
                    """
                    {"specversion": "1.0", "id": "1", "source": "/hms-bridge/outcomes", "type": "bridge.packet.sent", "data": {}}""");

            assertThat(reply.status()).isEqualTo(400);
            assertThat(reply.get("detail").toString()).contains("/hms-bridge/outcomes is the bridge itself");
        }
    }
}
