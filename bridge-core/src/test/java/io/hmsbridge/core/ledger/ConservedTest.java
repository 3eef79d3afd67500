package io.hmsbridge.core.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.hmsbridge.api.Event;
import io.hmsbridge.api.Packet;
import io.hmsbridge.core.json.ExactJson;
import io.hmsbridge.core.ledger.Entry.Ended;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The proof that nothing is missing notices what is. */
class ConservedTest extends LedgerFixture {

    private long epoch;
    private int a;

    @BeforeEach
    void twoTargets() {
        a = ledger.target("a", "C");
        ledger.target("b", "C");
        epoch = ledger.leases().take(a).orElseThrow();
    }

    @Test
    void allThatWaitsAndAllThatHasEndedIsAccountedFor() {
        append();
        send();
        append();

        assertThat(conserved()).satisfies(c -> assertThat(c.holds()).as("%s", c).isTrue());
        assertThat(conserved()).extracting(Conserved::events, Conserved::matched, Conserved::ended, Conserved::pending)
                .containsExactly(2L, 4L, 1L, 3L);
    }

    @Test
    void aPacketWhoseOutboxRowIsGoneIsMissed() {
        append();
        long lost = append();
        execute("delete from hms_bridge.outbox where target = 2 and event = " + lost);

        assertMissed(lost);
    }

    @Test
    void aLostPacketIsMissedBesideOneThatIsThereTwice() {
        long event = append();
        send();
        execute("delete from hms_bridge.outbox where event = " + event);
        execute("insert into hms_bridge.outbox (target, sequence, part, event, rev, key_hash, state, tries)"
                + " values (%d, %d, 0, %2$d, 0, 0, 0, 0)".formatted(a, event));

        assertMissed(event);
    }

    @Test
    void aPacketThatHasEndedAndStillWaitsIsNoticed() {
        long event = append();
        execute("insert into hms_bridge.delivery (event, target, part, rev, try, epoch, outcome, ms, detail, stream, batch)"
                + " values (%d, %d, 0, 0, 1, 1, 10, 1, '', 1, 1)".formatted(event, a));

        assertMissed(event);
    }

    @Test
    void aPacketThatWasNeverWrittenIsMissed() {
        long event = append();
        execute("delete from hms_bridge.packet where target = 2");
        execute("delete from hms_bridge.outbox where target = 2");

        assertMissed(event);
    }

    @Test
    void whatIsSentOnceMoreUnderItsOldRevisionIsThereOnce() {
        long event = append();
        send();
        execute("insert into hms_bridge.outbox (target, sequence, part, event, rev, key_hash, state, tries)"
                + " values (%d, %d, 0, %d, 0, 0, 0, 0)".formatted(a, event + 100, event));

        assertThat(conserved()).satisfies(c -> assertThat(c.holds()).as("%s", c).isTrue());
        assertThat(conserved()).extracting(Conserved::made, Conserved::pending, Conserved::ended)
                .containsExactly(2L, 2L, 0L);
    }

    @Test
    void onlyTheWindowIsLookedAt() {
        append();
        execute("update hms_bridge.event set accepted_at = accepted_at - interval '2 days'");
        append();
        var yesterday = Instant.now().minus(Duration.ofDays(1));

        assertThat(Stream.of(ledger.conserved(yesterday, null, 10), ledger.conserved(null, yesterday, 10), conserved())
                .map(Conserved::events)).containsExactly(1L, 1L, 2L);
    }

    private void assertMissed(long event) {
        assertThat(conserved()).satisfies(c -> {
            assertThat(c.holds()).as("%s", c).isFalse();
            assertThat(c.wrong()).extracting(Conserved.Sums::event).containsExactly(event);
        });
    }

    private Conserved conserved() {
        return ledger.conserved(null, null, 10);
    }

    /** What waits for the first target is sent. */
    private void send() {
        ledger.record(ledger.page(a, Position.HEAD, Long.MAX_VALUE, 10).stream()
                .<Entry>map(p -> new Ended(p, epoch, 1, Outcome.SENT, 1, "took it")).toList());
    }

    /** An event with a packet for each target. */
    private long append() {
        var packets = Stream.of("a", "b").map(target -> new NewPacket(ledger.target(target, "C"), target, 0, "k",
                Packet.Form.FIELDS, Map.of(), ExactJson.write(Map.of()), 0, Governed.NONE, new NewPacket.Fate.Queue()))
                .toList();
        var numbers = ledger.draw(1);
        ledger.append(numbers, List.of(
                new NewEvent(Event.of("a.b", Map.of()), ExactJson.write(Map.of()), new byte[32], packets)));
        return numbers[0];
    }
}
