package io.hmsbridge.core.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.hmsbridge.api.Event;
import io.hmsbridge.api.Packet;
import io.hmsbridge.core.json.ExactJson;
import io.hmsbridge.core.support.TestDatabase;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PostgresLedgerTest {

    private PostgresLedger ledger;

    @BeforeEach
    void anEmptyLedger() {
        TestDatabase.clear();
        ledger = PostgresLedger.open(
                new Database(TestDatabase.url(), TestDatabase.user(), TestDatabase.password()), Node.here("test"),
                Duration.ofSeconds(10));
    }

    @AfterEach
    void close() {
        ledger.close();
    }

    @Test
    void afterRoomCouldNotBeMadeItIsMadeNextTime() {
        TestDatabase.execute("alter function hms_bridge.extend_ledger rename to gone");
        assertThatThrownBy(() -> append("a")).hasMessageContaining("extend_ledger");
        TestDatabase.execute("alter function hms_bridge.gone rename to extend_ledger");

        assertThat(append("b").acceptedAt()).isNotNull();
    }

    @Test
    void aTargetThatIsKnownIsKnownWithoutTheDatabase() {
        int number = ledger.target("t", "C");
        TestDatabase.execute("alter table hms_bridge.lane rename to gone");

        assertThat(ledger.target("t", "C")).isEqualTo(number);
        assertThatThrownBy(() -> ledger.target("t", "Other")).isInstanceOf(LedgerUnavailableException.class);
        TestDatabase.execute("alter table hms_bridge.gone rename to lane");
        assertThat(ledger.target("t", "Other")).isEqualTo(number);
        assertThat(TestDatabase.query("select connector from hms_bridge.lane")).containsExactly("Other");
    }

    @Test
    void whoTakesALaneQueuesAlsoWhatItsOwnerHeldLast() throws SQLException {
        append("a");
        try (var owner = DriverManager.getConnection(TestDatabase.url(), TestDatabase.user(), TestDatabase.password());
                var statement = owner.createStatement()) {
            owner.setAutoCommit(false);
            statement.execute("select from hms_bridge.lane for share");
            statement.execute("update hms_bridge.outbox set state = 2");
            var taken = CompletableFuture.runAsync(() -> {
                ledger.leases().take(1);
                ledger.unhold(1, false, true);
            });
            await().until(() -> TestDatabase.query("select 1 from pg_locks where not granted").size() == 1);
            owner.commit();
            taken.join();
        }
        assertThat(TestDatabase.query("select state from hms_bridge.outbox")).containsExactly("0");
    }

    @Test
    void packetsOfATargetAreFoundWithoutLookingThroughThoseOfOthers() throws SQLException {
        append("a");
        ledger.target("rare", "C");
        TestDatabase.execute("set search_path = hms_bridge; select extend_ledger(10000);"
                + " insert into packet (event, target, part, rev, sequence, key, form, sheet, policy, content, stream, batch)"
                + " select n, t.target, 0, 0, n, 'k', 0, 1, 0, '{}', 1, 1 from generate_series(1001, 9000) n"
                + " join lane t on t.name = case when n < 1003 then 'rare' else 't' end;"
                + " insert into outbox (target, sequence, part, event, rev, key_hash, state, tries)"
                + " select target, event, 0, event, 0, 0, 0, 0 from packet where event > 1000;"
                + " insert into event (id, source, ext_id, type, subject, time, data, matched, stream, batch)"
                + " select n, 's', n::text, 'a.b', '', now(), '{}', 1, 1, 1 from generate_series(1001, 9000) n");

        assertThat(ledger.packets(PacketQuery.latest(10).ofTarget("rare"))).extracting(p -> p.id().event())
                .containsExactly(1002L, 1001L);
        assertThat(ledger.packets(PacketQuery.latest(2).ofTarget("t"))).extracting(p -> p.id().event())
                .containsExactly(9000L, 8999L);
        assertThat(ledger.packets(PacketQuery.latest(2).ofTarget("t").before(8000))).extracting(p -> p.id().event())
                .containsExactly(7999L, 7998L);
        assertThat(ledger.packets(PacketQuery.latest(2).ofTarget("nobody"))).isEmpty();
        assertThat(TestDatabase.plan(Sql.PACKETS_OF_TARGET.text().replace(":target", "'rare'").replace(":from", "0")
                .replace(":to", "9000").replace(":limit", "10"))).contains("expr_event_idx");
    }

    private Ledger.Appended append(String key) {
        return ledger.append(ledger.draw(1), List.of(event(key)));
    }

    private NewEvent event(String key) {
        var packet = new NewPacket(ledger.target("t", "C"), "t", 0, key, Packet.Form.FIELDS, Map.of(),
                ExactJson.write(Map.of()), 0, Governed.NONE, new NewPacket.Fate.Queue());
        return new NewEvent(Event.of("a.b", Map.of()), ExactJson.write(Map.of()), new byte[32], List.of(packet));
    }
}
