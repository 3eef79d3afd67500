package io.hmsbridge.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.hmsbridge.api.Event;
import io.hmsbridge.api.PacketId;
import io.hmsbridge.api.SendResult;
import io.hmsbridge.core.governance.PolicyGovernance;
import io.hmsbridge.core.ledger.ActRefusedException;
import io.hmsbridge.core.ledger.By;
import io.hmsbridge.core.ledger.PacketQuery;
import io.hmsbridge.core.ledger.PacketState;
import io.hmsbridge.core.ledger.PacketView;
import io.hmsbridge.core.problem.ProblemCode;
import io.hmsbridge.core.support.ObedientConnector;
import io.hmsbridge.core.support.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A value that only the name of where it comes from gives away is vetted by that name on every way to a target, not only when its event
 * is accepted.
 */
class VettedByOriginTest {

    private static final Duration LONG = Duration.ofSeconds(20);
    private static final By ADA = new By("ada", "a test");
    /** Nothing by itself; the sheet takes it from a field {@code ssn}. */
    private static final String DIGITS = "536904399";

    @TempDir
    private Path folder;

    private final ObedientConnector connector = new ObedientConnector("C");
    private PolicyGovernance governance;
    private Bridge bridge;

    @BeforeEach
    void aPolicyThatAllowsIt() throws IOException {
        TestDatabase.clear();
        var sheets = Files.createDirectory(folder.resolve("mappings"));
        Files.writeString(sheets.resolve("s.yaml"), """
                source_event: a.b
                targets:
                  t:
                    connector: C
                    map: {ssn: ref, n: n}
                """);
        Files.writeString(sheets.resolve("u.yaml"), """
                source_event: c.d
                targets:
                  u:
                    connector: C
                    map: {n: n}
                """);
        Files.writeString(sheets.resolve("both.yaml"), """
                source_event: e.f
                targets:
                  t:
                    connector: C
                    map: {n: n}
                  u:
                    connector: C
                    map: {ssn: ref, n: n}
                """);
        governance = PolicyGovernance
                .follow(Files.writeString(folder.resolve("governance.yaml"), "classes: {ssn: allow}\n"), _ -> null);
        bridge = Bridge.builder().database(TestDatabase.url(), TestDatabase.user(), TestDatabase.password())
                .mappings(sheets).connector(connector).governance(governance).open();
    }

    @AfterEach
    void allIsAccountedFor() {
        assertThat(bridge.conserved(null, null, 10)).satisfies(c -> assertThat(c.holds()).as("%s", c).isTrue());
        bridge.close();
        governance.close();
    }

    @Test
    void whenItsTurnComes() throws IOException {
        bridge.switches().pause("t", Optional.empty(), ADA);
        var packet = emit(Map.of());
        ssnIsBlocked();
        bridge.switches().resume("t", ADA);

        var revised = new PacketId(packet.event(), "t", 0, 1);
        await().atMost(LONG).until(() -> state(revised) == PacketState.BLOCKED);
        assertThat(connector.sent()).isEmpty();
    }

    @Test
    void whenItIsRequeuedOrRedirected() throws IOException {
        var packet = dead();
        ssnIsBlocked();

        assertThatThrownBy(() -> bridge.operator().requeue(packet, ADA)).isInstanceOfSatisfying(
                ActRefusedException.class, e -> assertThat(e.code()).isEqualTo(ProblemCode.PACKET_BLOCKED))
                .hasMessageContaining("ssn in ref").hasMessageNotContaining(DIGITS);
        assertThatThrownBy(() -> bridge.operator().redirect(packet, "u", ADA))
                .isInstanceOf(ActRefusedException.class).hasMessageContaining("ssn in ref");
    }

    @Test
    void onceItWasRedirected() throws IOException {
        var packet = dead();
        bridge.switches().pause("u", Optional.empty(), ADA);
        var redirected = bridge.operator().redirect(packet, "u", ADA).queued().orElseThrow();
        int sent = connector.sent().size();
        ssnIsBlocked();
        bridge.switches().resume("u", ADA);

        var revised = new PacketId(redirected.event(), "u", 0, redirected.revision() + 1);
        await().atMost(LONG).until(() -> state(revised) == PacketState.BLOCKED);
        assertThat(connector.sent()).hasSize(sent);
    }

    @Test
    void whenItIsReplayed() throws Exception {
        var packet = emit(Map.of());
        await().atMost(LONG).until(() -> state(packet) == PacketState.SENT);
        ssnIsBlocked();

        var job = bridge.replay(Instant.now().minusSeconds(60), Instant.now().plusSeconds(1));

        await().atMost(LONG)
                .until(() -> bridge.replays().find(job.id()).filter(j -> j.state().isTerminal()).isPresent());
        assertThat(bridge.replays().find(job.id()).orElseThrow().counts().blocked()).isEqualTo(1);
        assertThat(connector.sent()).hasSize(1);
    }

    @Test
    void whenItsDateHasCome() throws IOException {
        var packet = emit(Map.of("effectiveat", "2099-12-07T00:00:00Z"));
        ssnIsBlocked();
        bridge.operator().reschedule(packet, Instant.EPOCH, ADA);

        var revised = new PacketId(packet.event(), "t", 0, 1);
        await().atMost(LONG).until(() -> state(revised) == PacketState.BLOCKED);
        assertThat(connector.sent()).isEmpty();
    }

    @Test
    void besideAnotherOfItsEventThatWasRedirectedToItsTarget() throws IOException {
        bridge.switches().pause("t", Optional.empty(), ADA);
        bridge.switches().pause("u", Optional.empty(), ADA);
        var packet = emit("e.f", Map.of());
        var redirected = bridge.operator().redirect(packet, "u", ADA).queued().orElseThrow();
        ssnIsBlocked();
        bridge.switches().resume("u", ADA);

        var revised = new PacketId(packet.event(), "u", 0, redirected.revision() + 1);
        await().atMost(LONG).until(() -> state(revised) == PacketState.BLOCKED);
        await().atMost(LONG).until(() -> state(redirected) == PacketState.SENT);
        assertThat(connector.sent()).singleElement()
                .satisfies(sent -> assertThat(sent.fields()).isEqualTo(Map.of("n", 1L)));
    }

    @Test
    void whenItsDateHasComeBesideAnotherOfItsEventThatWasRedirectedToItsTarget() throws IOException {
        bridge.switches().pause("t", Optional.empty(), ADA);
        var packet = emit("e.f", Map.of("effectiveat", "2099-12-07T00:00:00Z"));
        bridge.operator().reschedule(packet, Instant.EPOCH, ADA);
        await().atMost(LONG).until(() -> bridge.backlog().stream().anyMatch(b -> b.target().equals("t")));
        var redirected = bridge.operator().redirect(packet, "u", ADA).queued().orElseThrow();
        ssnIsBlocked();
        bridge.operator().reschedule(new PacketId(packet.event(), "u", 0, 0), Instant.EPOCH, ADA);

        var revised = new PacketId(packet.event(), "u", 0, redirected.revision() + 1);
        await().atMost(LONG).until(() -> state(revised) == PacketState.BLOCKED);
        await().atMost(LONG).until(() -> state(redirected) == PacketState.SENT);
        assertThat(connector.sent()).hasSize(1);
    }

    private PacketId dead() {
        connector.answers(_ -> SendResult.reject("not today"));
        var packet = emit(Map.of());
        await().atMost(LONG).until(() -> state(packet) == PacketState.DEAD);
        connector.answers(ObedientConnector.DELIVERED);
        return packet;
    }

    private PacketId emit(Map<String, Object> extensions) {
        return emit("a.b", extensions);
    }

    /** The first packet of such an event. */
    private PacketId emit(String type, Map<String, Object> extensions) {
        var event = Event.of(type, Map.of("ssn", DIGITS, "n", 1L));
        return bridge.emit(new Event(event.id(), event.source(), event.type(), event.subject(), event.time(),
                event.data(), extensions)).packets().getFirst();
    }

    private void ssnIsBlocked() throws IOException {
        var text = "classes: {ssn: block}\n";
        Files.writeString(folder.resolve("governance.yaml"), text);
        await().atMost(LONG).until(() -> governance.policy().text().equals(text));
    }

    private PacketState state(PacketId id) {
        return bridge.packets(PacketQuery.ofEvent(id.event())).stream().filter(p -> p.id().equals(id)).findFirst()
                .map(PacketView::state).orElse(PacketState.QUEUED);
    }
}
