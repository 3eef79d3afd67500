package io.hmsbridge.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.hmsbridge.api.Packet.Form;
import io.hmsbridge.api.Packet.Origin;
import io.hmsbridge.core.governance.Governance;
import io.hmsbridge.core.governance.Governance.Verdict;
import io.hmsbridge.core.governance.PolicyGovernance;
import io.hmsbridge.core.governance.VetTimeoutException;
import io.hmsbridge.core.ledger.Vetting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What goes along with a packet's content is vetted as well: its key, where it comes from, what its target answers. */
class VettedAlongTest {

    private static final String SSN = "536-90-4399";

    @TempDir
    private Path folder;

    private final Discretion byDefault = discretion(PolicyGovernance.byDefault());

    private static Discretion discretion(Governance governance) {
        return new Discretion(governance, text -> "%016x".formatted(text.hashCode()));
    }

    @Test
    void keysThatMayNotBeKnownStayApartAndStayTheSame() {
        var one = byDefault.name("t", SSN);
        var other = byDefault.name("t", "219-09-9998");

        assertThat(one).matches("\\*{3}-\\*{2}-\\*{4}~[0-9a-f]{16}").isNotEqualTo(other);
        assertThat(byDefault.name("t", one)).as("vetted anew").isEqualTo(one);
        assertThat(byDefault.name("t", "policy/17")).isEqualTo("policy/17");
        assertThat(byDefault.name("t", SSN + "~0123456789abcdef")).as("made to look like one").doesNotContain(SSN);
    }

    @Test
    void aKeyMayBlockItsPacketAndMayBeReleased() throws IOException {
        var policy = Files.writeString(folder.resolve("governance.yaml"), "classes: {ssn: block, phone: drop}\n");
        var discretion = discretion(PolicyGovernance.of(policy, _ -> null));

        assertThat(discretion.key("t", SSN, Set.of())).satisfies(key -> {
            assertThat(key.blocked()).contains("ssn in key blocked").doesNotContain(SSN);
            assertThat(key.name()).doesNotContain(SSN);
        });
        assertThat(discretion.key("t", SSN, Set.of("ssn")).name()).isEqualTo(SSN);
        assertThat(discretion.key("t", "+1 415 555 2671", Set.of())).satisfies(key -> {
            assertThat(key.blocked()).isEmpty();
            assertThat(key.name()).startsWith("~");
        });
    }

    @Test
    void whereAPacketComesFromIsToldWithoutWhatMayNotBeKnown() {
        var origin = new Origin("/hr", "id " + SSN, "a.b", "ssn " + SSN, Instant.EPOCH, Instant.EPOCH);
        var plain = new Origin("/hr", "17", "a.b", "policy/17", Instant.EPOCH, Instant.EPOCH);

        assertThat(byDefault.origin("t", origin).toString()).doesNotContain(SSN).contains("/hr", "a.b");
        assertThat(byDefault.origin("t", plain)).isSameAs(plain);
        assertThat(byDefault.told("t", "422: ssn " + SSN + " is wrong")).isEqualTo("422: ssn ***-**-**** is wrong");
    }

    @Test
    void whatCannotBeVettedIsNotTold() {
        var failing = discretion(new Governance() {
            @Override
            public Verdict vet(String action, String target, Map<String, Object> payload) {
                throw new IllegalStateException(payload.toString());
            }

            @Override
            public Verdict vetText(String action, String target, String what, String text, Set<String> released) {
                throw new IllegalStateException(text);
            }
        });

        assertThat(failing.told("t", SSN)).doesNotContain(SSN);
        assertThat(failing.key("t", SSN, Set.of())).satisfies(key -> {
            assertThat(key.name()).doesNotContain(SSN);
            assertThat(key.blocked()).contains("failed").doesNotContain(SSN);
        });
    }

    @Test
    void aPacketThatCannotBeVettedInTimeIsBlocked() {
        Governance late = (_, _, _) -> {
            throw new VetTimeoutException();
        };
        var vetted = new Vetter(late, discretion(late), new PolicyVersions(null), new SheetVersions(null))
                .vet(new Vetting.Asked("t", "k", Form.FIELDS, Map.of("note", SSN), Set.of(),
                        new Vetting.Sources.OfSheet(0, "t")));

        assertThat(vetted).isInstanceOfSatisfying(Vetting.Vetted.Blocked.class,
                blocked -> assertThat(blocked.reason()).contains("took too long").doesNotContain(SSN));
    }
}
