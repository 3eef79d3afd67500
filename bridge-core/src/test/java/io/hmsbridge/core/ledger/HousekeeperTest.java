package io.hmsbridge.core.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.hmsbridge.core.support.TestDatabase;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class HousekeeperTest extends LedgerFixture {

    private static final String PARTITIONS =
            "select count(*) from pg_inherits where inhparent = 'hms_bridge.event'::regclass";

    @Test
    void roomIsMadeAheadWhileAReportReadsTheLedgerAndWithoutMakingWritersWait() throws Exception {
        append("a");
        execute("select setval('hms_bridge.number', 2000001)");
        long before = Long.parseLong(query(PARTITIONS).getFirst());
        try (var report = TestDatabase.connect(); var statement = report.createStatement()) {
            report.setAutoCommit(false);
            statement.execute("select count(*) from hms_bridge.event, hms_bridge.packet, hms_bridge.delivery");
            ledger.tidy();
            CompletableFuture.runAsync(() -> append("b")).get(10, TimeUnit.SECONDS);
        }
        assertThat(query(PARTITIONS)).containsExactly("" + (before + 2));
        assertThat(query("select count(distinct inhrelid) from pg_inherits where inhparent in"
                + " ('hms_bridge.packet'::regclass, 'hms_bridge.delivery'::regclass)"))
                .containsExactly("" + 2 * (before + 2));
        assertThat(query(
                "select count(*) from pg_class where relname ~ '^(event|packet|delivery)_[0-9]+$' and relkind = 'r'"
                        + " and 'autovacuum_freeze_min_age=0' = any(reloptions)"))
                .containsExactly("" + 3 * (before + 2));
    }

    /** Which forgets how many rows are dead when it stops at once. */
    @Test
    void theOutboxIsVacuumedOnceForEachStartOfPostgres() {
        int before = vacuums();
        ledger.tidy();
        assertThat(vacuums()).isEqualTo(before + 1);
        ledger.tidy();
        assertThat(vacuums()).isEqualTo(before + 1);
        var database = new Database(TestDatabase.url(), TestDatabase.user(), TestDatabase.password());
        try (var another = PostgresLedger.open(database, Node.here("another"), Duration.ofSeconds(10))) { // knows of no start
            another.tidy();
        }
        assertThat(vacuums()).isEqualTo(before + 2);
    }

    private static int vacuums() {
        return Integer.parseInt(query(
                "select vacuum_count from pg_stat_all_tables where relid = 'hms_bridge.outbox'::regclass").getFirst());
    }

    @Test
    void whereTheClockWasSetBackWhatWaitsUntilATimeIsMovedAlong() {
        append("a");
        append("b");
        execute("update hms_bridge.outbox set state = 1, due_at = now() + interval '2 hours 1 minute' where sequence = 1");
        execute("insert into hms_bridge.node (name, machine, pid, started_ms, beat_at) values ('gone', '', 1, 1, now() + interval '2 hours')");
        execute("update hms_bridge.installation set counted_at = now() + interval '2 hours'");
        ledger.tidy();

        assertThat(query(
                "select due_at - now() between interval '30 seconds' and interval '61 seconds' from hms_bridge.outbox"
                        + " where state = 1"))
                .containsExactly("t");
        assertThat(query("select due_at is null from hms_bridge.outbox where state = 0")).containsExactly("t");
        assertThat(query("select count(*) from hms_bridge.node where beat_at > now()")).containsExactly("0");
    }

    @Test
    void theSheetThatCameLastIsTheLastEvenIfTheClockWasSetBack() {
        ledger.sheet("s.yaml", new byte[] {1}, "first");
        execute("update hms_bridge.sheet set since = now() + interval '2 hours'");
        ledger.sheet("s.yaml", new byte[] {2}, "second");
        assertThat(ledger.lastSheet("s.yaml")).contains("second");
        ledger.sheet("s.yaml", new byte[] {1}, "first");
        assertThat(ledger.lastSheet("s.yaml")).contains("first");
    }

    @Test
    void aPacketIsAsItsLastAttemptLeftItEvenIfTheClockWasSetBack() {
        long number = append("a");
        execute("insert into hms_bridge.delivery (event, target, part, rev, try, at, epoch, outcome, ms, detail, stream, batch)"
                + " values (1, 1, 0, 0, 1, now(), 1, 1, 5, 'busy', 1, 1), (1, 1, 0, 0, 2, now() - interval '1 hour', 1, 10, 5, 'took it', 1, 2)");
        execute("delete from hms_bridge.outbox");
        assertThat(ledger.packets(PacketQuery.ofEvent(number))).singleElement()
                .satisfies(p -> assertThat(p.state()).isEqualTo(PacketState.SENT));
    }

    @Test
    void processesThatEndedLongAgoAreForgottenWithoutHarm() {
        append("a");
        execute("insert into hms_bridge.node (name, machine, pid, started_ms, beat_at)"
                + " select 'old', '', 1, 1, now() - interval '100 days' from generate_series(1, 1100)");
        execute("update hms_bridge.lane set owner = 3");
        execute("insert into hms_bridge.stream (node, process) values ('old', 4)");
        ledger.tidy();

        assertThat(query("select count(*) from hms_bridge.node where name = 'old'")).containsExactly("1002");
        assertThat(query("select id from hms_bridge.node where id <= 4 order by id")).containsExactly("1", "3");
        assertThat(query("select count(*) from hms_bridge.stream where node = 'old' and process is null"))
                .containsExactly("1");
        assertThat(ledger.leases().beat(java.util.List.of()).nodes()).hasSize(1);
    }

    @Test
    void summariesOfNewRowsAreBroughtUpToDate() {
        append("a");
        execute("insert into hms_bridge.delivery (event, target, part, rev, try, epoch, outcome, ms, detail, stream, batch)"
                + " select 1, 1, 0, 0, n, 1, 1, 1, repeat('x', 200), 1, 1 from generate_series(1, 5000) n");
        ledger.tidy();
        assertThat(query("select brin_summarize_new_values('hms_bridge.delivery_0_event_idx')")).containsExactly("0");
    }

    @Test
    void whatFailsIsLeftAndTheRestIsDone() {
        append("a");
        execute("drop function hms_bridge.extend_ledger");
        age(Duration.ofDays(7));
        ledger.tidy();
        assertThat(query("select seen_slot from hms_bridge.installation")).containsExactly("1");
    }
}
