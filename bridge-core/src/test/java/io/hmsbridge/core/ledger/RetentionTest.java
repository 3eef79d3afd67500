package io.hmsbridge.core.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.hmsbridge.core.support.TestDatabase;
import java.time.Duration;
import java.util.HexFormat;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What goes when it is older than it is kept, and what does not. */
class RetentionTest extends LedgerFixture {

    private static final Duration DAY = Duration.ofDays(1);
    private static final String TABLES =
            "select c.relname from pg_class c where c.relname ~ '^(event|packet|delivery)_0$' and c.relkind = 'r' order by 1";

    /** Three events of long ago, of which two were delivered; and one of today, in the next partition. */
    @BeforeEach
    void aPartitionThatHasExpired() {
        append("a");
        append("b");
        append("c");
        execute("select setval('hms_bridge.number', 1000000)");
        append("d");
        execute("update hms_bridge.event set accepted_at = now() - interval '31 days' where id < 1000000");
        deliver("event in (1, 2)");
    }

    @Test
    void aPartitionInWhichNothingWaitsIsCutADayAfterItHasExpiredAndAnActSaysSo() {
        deliver("event = 3");
        var batches = query("select stream, n, encode(root, 'hex') from hms_bridge.batch order by 1, 2");
        ledger.tidy();
        age(DAY.minusHours(1));
        ledger.tidy();
        assertThat(query(TABLES)).containsExactly("delivery_0", "event_0", "packet_0");

        age(Duration.ofHours(1));
        ledger.tidy();

        assertThat(query(TABLES)).isEmpty();
        assertThat(query("select id from hms_bridge.event")).containsExactly("1000001");
        assertThat(ledger.acts(new ActQuery(Long.MAX_VALUE, 10))).singleElement().satisfies(act -> {
            assertThat(act).extracting(Act::who, Act::kind, Act::why, Act::count)
                    .containsExactly("housekeeper", "cut", "retention of 30 days", 3L);
            assertThat(act.detail()).startsWith("events 0 to 999999: 3 events accepted from ")
                    .endsWith(", 3 packets, 3 deliveries");
            var leaf = new Leaves();
            leaf.add(act);
            assertThat(query("select encode(b.root, 'hex') from hms_bridge.batch b join hms_bridge.act a"
                    + " on a.stream = b.stream and a.batch = b.n"))
                    .containsExactly(HexFormat.of().formatHex(leaf.root()));
        });
        assertThat(query("select stream, n, encode(root, 'hex') from hms_bridge.batch order by 1, 2"))
                .containsAll(batches);
        assertThat(query("select no from hms_bridge.expired")).isEmpty();
        assertThat(append("e")).isEqualTo(1_000_002);
    }

    @Test
    void whileOnePacketWaitsAllOfItsPartitionStays() {
        expire();
        assertThat(query(TABLES)).hasSize(3);
        assertThat(ledger.outbox("", 10)).extracting(PacketView::key).containsExactly("c", "d");

        deliver("event = 3");
        ledger.tidy();
        assertThat(query(TABLES)).isEmpty();
    }

    @Test
    void aPacketThatWasPutBackWithALaterSequenceIsWaitedForToo() {
        execute("update hms_bridge.outbox set sequence = 1000007 where event = 3");
        expire();
        assertThat(query(TABLES)).hasSize(3);
    }

    @Test
    void deadPacketsThatHaveExpiredAreDiscardedByAnActOfItsOwn() {
        execute("update hms_bridge.outbox set state = 3, tries = 5 where event = 3");
        expire();

        assertThat(query(TABLES)).isEmpty();
        assertThat(ledger.acts(new ActQuery(Long.MAX_VALUE, 10))).satisfiesExactly(
                cut -> assertThat(cut.detail()).contains("3 events").contains("3 deliveries"),
                expired -> assertThat(expired).extracting(Act::who, Act::kind, Act::detail, Act::count).containsExactly(
                        "housekeeper", "expire", "dead packets of events 0 to 999999 to t", 1L));
        assertThat(query("select count(*) from hms_bridge.outbox where event = 3")).containsExactly("0");
    }

    @Test
    void deadPacketsOfATargetThatHoldsItsKeysWaitForAnOperator() {
        ledger.holding(name -> name.equals("t"));
        execute("update hms_bridge.outbox set state = 3, tries = 5 where event = 3");
        expire();

        assertThat(query(TABLES)).hasSize(3);
        assertThat(query("select state from hms_bridge.outbox where event = 3")).containsExactly("3");
        assertThat(ledger.acts(new ActQuery(Long.MAX_VALUE, 10))).isEmpty();
    }

    @Test
    void aDeadPacketBehindWhichAnotherOfItsKeyWaitsStays() {
        execute("update hms_bridge.outbox set state = 3, tries = 5 where event = 3");
        execute("update hms_bridge.outbox set key_hash = (select key_hash from hms_bridge.outbox where event = 3)");
        expire();
        assertThat(query(TABLES)).hasSize(3);
    }

    @Test
    void aClockThatWasWrongForLessThanADayCostsNothing() {
        deliver("event = 3");
        ledger.tidy();
        assertThat(query("select no from hms_bridge.expired")).containsExactly("0");
        execute("update hms_bridge.event set accepted_at = now() - interval '3 days' where id < 1000000"); // set right
        ledger.tidy();
        assertThat(query("select no from hms_bridge.expired")).isEmpty();
        age(DAY);
        ledger.tidy();
        assertThat(query(TABLES)).hasSize(3);
    }

    @Test
    void oneYoungEventKeepsItsPartitionEvenIfItIsNotTheLast() {
        deliver("event = 3");
        execute("update hms_bridge.event set accepted_at = now() where id = 2"); // the clock was set back after it
        expire();
        assertThat(query(TABLES)).hasSize(3);
    }

    @Test
    void aReportThatReadsTheLedgerIsLetFinishAndWritersGoOn() throws Exception {
        deliver("event = 3");
        ledger.tidy();
        age(DAY);
        try (var report = TestDatabase.connect(); var statement = report.createStatement()) {
            report.setAutoCommit(false);
            statement.execute("select count(*) from hms_bridge.event");
            var tidying = Thread.ofVirtual().start(ledger::tidy);
            do {
                long began = System.nanoTime();
                append("e");
                assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(2));
            } while (!tidying.join(Duration.ofMillis(1)));
            assertThat(query(TABLES)).hasSize(3);
        }
        ledger.tidy();
        assertThat(query(TABLES)).isEmpty();
    }

    /** Noted, and a day later cut, if it may be. */
    private void expire() {
        ledger.tidy();
        age(DAY);
        ledger.tidy();
    }

    private static void deliver(String which) {
        execute("insert into hms_bridge.delivery (event, target, part, rev, try, epoch, outcome, ms, detail, stream, batch)"
                + " select event, target, part, rev, 1, 1, 10, 1, '', 1, 1 from hms_bridge.outbox where " + which);
        execute("delete from hms_bridge.outbox where " + which);
    }
}
