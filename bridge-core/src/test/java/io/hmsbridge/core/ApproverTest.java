package io.hmsbridge.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import io.hmsbridge.api.Event;
import io.hmsbridge.api.PacketId;
import io.hmsbridge.api.SendResult;
import io.hmsbridge.core.governance.PolicyGovernance;
import io.hmsbridge.core.ledger.ActQuery;
import io.hmsbridge.core.ledger.ActRefusedException;
import io.hmsbridge.core.ledger.BlockedQuery;
import io.hmsbridge.core.ledger.By;
import io.hmsbridge.core.ledger.Governed.Found;
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
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is kept of what governance did, and what approvers decide on what it has blocked. */
class ApproverTest {

    private static final Duration LONG = Duration.ofSeconds(20);
    private static final By GRACE = new By("grace", "payroll must have it");
    private static final String SSN = "536-90-4399";
    private static final String POLICY = "classes: {ssn: block, passport: block, phone: drop}\n";

    @TempDir
    private Path folder;

    private final ObedientConnector connector = new ObedientConnector("C");
    private PolicyGovernance governance;
    private Bridge bridge;

    @BeforeEach
    void aBridgeWithAPolicy() throws IOException {
        TestDatabase.clear();
        var sheets = Files.createDirectory(folder.resolve("mappings"));
        Files.writeString(sheets.resolve("s.yaml"),
                "source_event: a.b\ntargets:\n  t:\n    connector: C\n    map:\n      note: note\n      n: n\n");
        var policy = Files.writeString(folder.resolve("governance.yaml"), POLICY);
        governance = PolicyGovernance.follow(policy, _ -> null);
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
    void aPacketSaysWhatWasDoneByWhichVersionOfThePolicy() {
        var masked = view(emit("from 10.0.0.1 or +1 415 555 2671"));
        var blocked = view(emit("ssn " + SSN));

        assertThat(masked.governed().found()).containsExactlyInAnyOrder(
                new Found("ip", "note", "mask", "default"),
                new Found("phone", "note", "drop", "governance.yaml:1:47"));
        assertThat(blocked.state()).isEqualTo(PacketState.BLOCKED);
        assertThat(blocked.governed().found())
                .containsExactly(new Found("ssn", "note", "block", "governance.yaml:1:16"));
        assertThat(blocked.detail()).contains("ssn in note").doesNotContain(SSN);
        assertThat(bridge.policies()).singleElement().satisfies(policy -> {
            assertThat(policy.content()).isEqualTo(POLICY);
            assertThat(policy.number()).isEqualTo(blocked.governed().policy());
        });
        assertThat(bridge.disclosed(Instant.EPOCH, null, "")).extracting("target", "dataClass", "action", "packets")
                .containsExactly(tuple("t", "ip", "mask", 1L),
                        tuple("t", "phone", "drop", 1L),
                        tuple("t", "ssn", "block", 1L));
    }

    @Test
    void aReleasedPacketIsSentWithWhatWasReleasedAndNothingElse() {
        var blocked = emit("ssn " + SSN + " from 10.0.0.1");

        var done = bridge.approver().release(blocked, Set.of(), GRACE);

        var sent = done.queued().orElseThrow();
        await().atMost(LONG).until(() -> view(sent).state() == PacketState.SENT);
        assertThat(connector.sent()).singleElement()
                .satisfies(p -> assertThat(p.fields()).containsEntry("note", "ssn " + SSN + " from **.*.*.*"));
        assertThat(view(sent).governed().found()).containsExactlyInAnyOrder(
                new Found("ssn", "note", "allow", "released"), new Found("ip", "note", "mask", "default"));
        assertThat(view(blocked).state()).isEqualTo(PacketState.BLOCKED);
        assertThat(bridge.approver().blocked(BlockedQuery.ALL, Optional.empty(), 10).packets()).isEmpty();
        assertThat(bridge.acts(ActQuery.latest(1))).singleElement().satisfies(act -> {
            assertThat(List.of(act.who(), act.kind(), act.why())).containsExactly("grace", "release", GRACE.why());
            assertThat(act.detail()).contains(blocked.toString(), "revision 1").doesNotContain(SSN);
        });
        assertThatThrownBy(() -> bridge.approver().release(blocked, Set.of(), GRACE))
                .isInstanceOfSatisfying(ActRefusedException.class,
                        e -> assertThat(e.code()).isEqualTo(ProblemCode.PACKET_STATE));
    }

    @Test
    void aReleasedPacketWhoseDateIsNearIsNotLate() {
        var first = dated("nothing", Instant.now().plusMillis(200));
        await().atMost(LONG).until(() -> view(first).state() == PacketState.SENT); // dates were looked for just now
        var blocked = dated("ssn " + SSN, Instant.now().plusSeconds(1));

        var released = bridge.approver().release(blocked, Set.of(), GRACE).queued().orElseThrow();

        await().atMost(Duration.ofSeconds(7)).until(() -> view(released).state() == PacketState.SENT);
    }

    private PacketId dated(String note, Instant date) {
        var event = Event.of("a.b", Map.of("note", note));
        return bridge.emit(new Event(event.id(), event.source(), event.type(), event.subject(), event.time(),
                event.data(), Map.of("effectiveat", date.toString()))).packets().getFirst();
    }

    @Test
    void aReleasedPacketStillWaitsForItsDate() {
        var blocked = dated("ssn " + SSN, Instant.parse("2099-12-07T00:00:00Z"));

        var released = bridge.approver().release(blocked, Set.of(), GRACE).queued().orElseThrow();

        assertThat(view(released).state()).isEqualTo(PacketState.SCHEDULED);
        assertThat(view(released).dueAt()).contains(Instant.parse("2099-12-07T00:00:00Z"));
        bridge.operator().reschedule(released, Instant.EPOCH, GRACE);
        await().atMost(LONG).until(() -> view(released).state() == PacketState.SENT);
        assertThat(connector.sent()).singleElement()
                .satisfies(p -> assertThat(p.fields()).containsEntry("note", "ssn " + SSN));
    }

    @Test
    void whatIsBlockedForAnotherClassStaysBlocked() {
        var blocked = emit("ssn " + SSN + ", passport C01234567");

        assertThatThrownBy(() -> bridge.approver().release(blocked, Set.of("ssn"), GRACE))
                .isInstanceOfSatisfying(ActRefusedException.class,
                        e -> assertThat(e.code()).isEqualTo(ProblemCode.PACKET_BLOCKED))
                .hasMessageContaining("passport in note").hasMessageNotContaining("C01234567");
        assertThat(connector.sent()).isEmpty();
    }

    @Test
    void aReleasedPacketThatDiedIsRequeuedWithWhatWasReleased() {
        connector.answers(packet -> SendResult.reject("not today"));
        var sent = bridge.approver().release(emit("ssn " + SSN), Set.of("ssn"), GRACE).queued().orElseThrow();
        await().atMost(LONG).until(() -> view(sent).state() == PacketState.DEAD);
        connector.answers(ObedientConnector.DELIVERED);

        var again = bridge.operator().requeue(sent, GRACE).queued().orElseThrow();

        await().atMost(LONG).until(() -> view(again).state() == PacketState.SENT);
        assertThat(connector.sent().getLast().fields()).containsEntry("note", "ssn " + SSN);
    }

    @Test
    void aDeadPacketIsVettedAnewByThePolicyNowInForce() throws IOException {
        connector.answers(packet -> SendResult.reject("not today"));
        var packet = emit("card 4111 1111 1111 1111, ip 10.0.0.1");
        await().atMost(LONG).until(() -> view(packet).state() == PacketState.DEAD);
        Files.writeString(folder.resolve("governance.yaml"),
                "default: block\nclasses: {credit-card: allow, ip: allow}\n");
        await().atMost(LONG).until(() -> governance.policy().text().startsWith("default"));
        connector.answers(ObedientConnector.DELIVERED);

        var again = bridge.operator().requeue(packet, GRACE).queued().orElseThrow();

        await().atMost(LONG).until(() -> view(again).state() == PacketState.SENT);
        assertThat(connector.sent().getLast().fields()).as("what was masked stays masked")
                .containsEntry("note", "card **** **** **** ****, ip **.*.*.*");
        assertThat(bridge.policies()).hasSize(2);
        Files.writeString(folder.resolve("governance.yaml"), "fields: {n: secret}\nclasses: {secret: block}\n");
        await().atMost(LONG).until(() -> governance.policy().text().startsWith("fields"));
        connector.answers(_ -> SendResult.reject("not today"));
        var other = emit("nothing");
        assertThat(view(other).state()).isEqualTo(PacketState.BLOCKED);
    }

    @Test
    void packetsThatWaitAreVettedAgainWhenThePolicyHasBecomeStricter() throws IOException {
        bridge.switches().pause("t", Optional.empty(), GRACE);
        var masked = emit("card 4111 1111 1111 1111, id WB-1234");
        var blocked = emit("unit 17-AB3");
        var same = emit("nothing");
        changePolicy(
                "default: allow\nclasses: {unit: block, badge: mask}\ncustom: {badge: {form: AA-9999}, unit: {form: 99-AA9}}\n");
        bridge.switches().resume("t", GRACE);

        await().atMost(LONG).until(() -> view(same).state() == PacketState.SENT);
        var revised = new PacketId(masked.event(), "t", 0, 1);
        await().atMost(LONG).until(() -> view(revised).state() == PacketState.SENT);
        assertThat(connector.sent()).as("what was masked stays so, and no key is used for two contents")
                .extracting(p -> p.fields().get("note"), p -> p.idempotencyKey().replaceFirst(".*-(?=r)", ""))
                .containsExactlyInAnyOrder(tuple("card **** **** **** ****, id **-****", "r1"), tuple("nothing", "r0"));
        assertThat(view(masked)).satisfies(p -> {
            assertThat(p.state()).isEqualTo(PacketState.SUPERSEDED);
            assertThat(p.detail()).isEqualTo("vetted again: " + revised);
        });
        assertThat(view(revised).governed().policy()).isEqualTo(bridge.policies().getFirst().number());
        var stopped = new PacketId(blocked.event(), "t", 0, 1);
        await().atMost(LONG).until(() -> view(stopped).state() == PacketState.BLOCKED);
        assertThat(view(stopped).governed().blocking()).containsExactly("unit");
        assertThat(bridge.views().packet("admin", stopped).orElseThrow().content()).isEqualTo(Map.of());
        var released = bridge.approver().release(stopped, Set.of(), GRACE).queued().orElseThrow();
        await().atMost(LONG).until(() -> view(released).state() == PacketState.SENT);
        assertThat(connector.sent().getLast().fields()).containsEntry("note", "unit 17-AB3");
    }

    @Test
    void whatWasVettedAgainGoesOnAsItThenIsWhenItsSendingIsInterrupted() throws IOException {
        bridge.switches().pause("t", Optional.empty(), GRACE);
        var masked = emit("id WB-1234");
        changePolicy("custom: {badge: {form: AA-9999}}\n");
        var tries = new AtomicInteger();
        connector.answers(_ -> {
            if (tries.incrementAndGet() == 1) {
                throw new InterruptedException("as if its plugin was replaced");
            }
            return SendResult.delivered("ok");
        });
        bridge.switches().resume("t", GRACE);

        var revised = new PacketId(masked.event(), "t", 0, 1);
        await().atMost(LONG).until(() -> view(revised).state() == PacketState.SENT);
        assertThat(connector.sent()).hasSize(2).allSatisfy(p -> {
            assertThat(p.id()).isEqualTo(revised);
            assertThat(p.fields()).containsEntry("note", "id **-****");
        });
        assertThat(view(revised).tries()).as("the one whose end nobody knows is recorded too").isEqualTo(2);
    }

    @Test
    void whatWasReleasedStaysReleasedWhenItWaitsAndThePolicyChanges() throws IOException {
        var blocked = emit("ssn " + SSN + " card 4111 1111 1111 1111");
        bridge.switches().pause("t", Optional.empty(), GRACE);
        var released = bridge.approver().release(blocked, Set.of(), GRACE).queued().orElseThrow();
        changePolicy("default: drop\nclasses: {ssn: block, credit-card: block}\n");
        bridge.switches().resume("t", GRACE);

        await().atMost(LONG).until(() -> view(released).state() == PacketState.SENT);
        assertThat(connector.sent().getLast().fields()).as("the card was masked when it was released")
                .containsEntry("note", "ssn " + SSN + " card **** **** **** ****");
    }

    @Test
    void packetsThatAreFoldedAreVettedAsOneUnderThePolicyInForce() throws IOException {
        Files.writeString(folder.resolve("mappings/f.yaml"), "source_event: c.d\ntargets:\n  f:\n    connector: C\n"
                + "    coalesce: true\n    map:\n      note: note\n      n: n\n");
        await().atMost(LONG).until(() -> bridge.targets().stream().anyMatch(target -> target.name().equals("f")));
        bridge.switches().pause("f", Optional.empty(), GRACE);
        bridge.emit(Event.of("c.d", Map.of("note", "id WB-1234")));
        changePolicy("custom: {badge: {form: AA-9999}}\n");
        var newest = bridge.emit(Event.of("c.d", Map.of("n", 2L))).packets().getFirst();
        bridge.switches().resume("f", GRACE);

        await().atMost(LONG)
                .until(() -> view(newest).state() == PacketState.SUPERSEDED && connector.sent().size() == 1);
        assertThat(connector.sent().getFirst().fields()).isEqualTo(Map.of("note", "id **-****", "n", 2L));
    }

    private void changePolicy(String text) throws IOException {
        Files.writeString(folder.resolve("governance.yaml"), text);
        await().atMost(LONG).until(() -> governance.policy().text().equals(text));
    }

    @Test
    void manyAreRejectedAtOnce() {
        var ids = List.of(emit("ssn " + SSN), emit("passport C01234567"), emit("ssn 219-09-9998"));
        var withSsn = new BlockedQuery("t", "a.b", "ssn", null, null);
        assertThat(bridge.approver().count(withSsn, 10)).isEqualTo(2);

        var swept = bridge.approver().reject(withSsn, GRACE);

        assertThat(swept.count()).isEqualTo(2);
        assertThat(ids).extracting(id -> view(id).state())
                .containsExactly(PacketState.DISCARDED, PacketState.BLOCKED, PacketState.DISCARDED);
        assertThat(bridge.approver().release(BlockedQuery.ofTarget("t"), Set.of(), GRACE).count()).isEqualTo(1);
        await().atMost(LONG).until(() -> connector.sent().size() == 1);
        assertThat(bridge.approver().count(BlockedQuery.ALL, 10)).isZero();
    }

    @Test
    void aDecisionNeedsAReason() {
        var blocked = emit("ssn " + SSN);

        assertThatThrownBy(() -> bridge.approver().reject(blocked, new By("grace", " ")))
                .isInstanceOf(ActRefusedException.class).hasMessageContaining("reason");
        assertThat(view(blocked).state()).isEqualTo(PacketState.BLOCKED);
    }

    private PacketId emit(String note) {
        return bridge.emit(Event.of("a.b", Map.of("note", note, "n", 1L))).packets().getFirst();
    }

    private PacketView view(PacketId id) {
        return bridge.packets(PacketQuery.ofEvent(id.event())).stream().filter(p -> p.id().equals(id)).findFirst()
                .orElseThrow();
    }
}
