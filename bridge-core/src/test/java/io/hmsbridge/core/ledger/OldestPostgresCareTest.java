package io.hmsbridge.core.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.hmsbridge.api.Event;
import io.hmsbridge.core.support.DebianPostgres;
import java.nio.file.Files;
import java.sql.DriverManager;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Housekeeping on the oldest PostgreSQL that the ledger promises to run on. */
class OldestPostgresCareTest {

    @Test
    void itIsKeptInShapeToo() throws Exception {
        assumeTrue(DebianPostgres.isInstalled(), "Debian's postgresql-15 is not installed");
        try (var server = DebianPostgres.start(Files.createTempDirectory("hms-bridge-debian"));
                var ledger = PostgresLedger.open(new Database(server.url(), "bridge", ""), Node.here("test"),
                        Duration.ofSeconds(10), LedgerFixture.KEEPING);
                var connection = DriverManager.getConnection(server.url(), "bridge", "");
                var sql = connection.createStatement()) {
            append(ledger, "a");
            sql.execute("select setval('hms_bridge.number', 1000000)");
            append(ledger, "b");
            sql.execute("update hms_bridge.event set accepted_at = now() - interval '31 days' where id = 1");
            ledger.tidy();
            sql.execute(
                    "update hms_bridge.installation set counted_at = now(), age_ms = age_ms + 8 * 86400000::bigint");
            ledger.tidy();

            assertThat(ledger.acts(new ActQuery(Long.MAX_VALUE, 10))).extracting(Act::kind).containsExactly("cut");
            assertThat(ledger.events(EventQuery.latest(10))).extracting(EventView::number).containsExactly(1_000_001L);
            assertThatThrownBy(() -> append(ledger, "a")).isInstanceOf(AlreadySeenException.class);
            append(ledger, "c");

            sql.execute("alter system set default_transaction_read_only = on");
            sql.execute("select pg_reload_conf()");
            assertThatThrownBy(() -> {
                for (int i = 0; i < 1_000; i++) {
                    append(ledger, "d-" + i);
                }
            }).isInstanceOf(NothingWrittenException.class).hasMessage("the database is read-only");
        }
    }

    private static void append(PostgresLedger ledger, String id) {
        LedgerFixture.append(ledger, new NewEvent(Event.of("a.b", Map.of()).withId("/test", id),
                new byte[] {'{', '}'}, new byte[32], List.of()));
    }
}
