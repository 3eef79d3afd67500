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

    private Ledger.Appended append(String key) {
        return ledger.append(ledger.draw(1), List.of(event(key)));
    }

    private NewEvent event(String key) {
        var packet = new NewPacket(ledger.target("t", "C"), "t", 0, key, Packet.Form.FIELDS, Map.of(),
                ExactJson.write(Map.of()), 0, Governed.NONE, new NewPacket.Fate.Queue());
        return new NewEvent(Event.of("a.b", Map.of()), ExactJson.write(Map.of()), new byte[32], List.of(packet));
    }
}
