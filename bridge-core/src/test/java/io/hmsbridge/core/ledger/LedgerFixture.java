package io.hmsbridge.core.ledger;

import io.hmsbridge.api.Event;
import io.hmsbridge.api.Packet;
import io.hmsbridge.core.json.ExactJson;
import io.hmsbridge.core.support.TestDatabase;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A ledger that keeps events for thirty days, and whose time a test can let pass. */
abstract class LedgerFixture {

    protected static final Keeping KEEPING = new Keeping(Duration.ofDays(7), Optional.of(Duration.ofDays(30)));

    protected PostgresLedger ledger;

    @BeforeEach
    void anEmptyLedger() {
        TestDatabase.clear();
        ledger = PostgresLedger.open(new Database(TestDatabase.url(), TestDatabase.user(), TestDatabase.password()),
                Node.here("test"), Duration.ofSeconds(10), KEEPING);
    }

    @AfterEach
    void close() {
        ledger.close();
    }

    /** An event with a packet that waits; returns its number. */
    protected long append(String key) {
        return append(ledger, event(ledger.target("t", "C"), key));
    }

    /** An event with a packet that is to wait. */
    static NewEvent event(int target, String key) {
        var packet = new NewPacket(target, "t", 0, key, Packet.Form.FIELDS, Map.of(), ExactJson.write(Map.of()), 0,
                Governed.NONE, new NewPacket.Fate.Queue());
        return new NewEvent(Event.of("a.b", Map.of()), ExactJson.write(Map.of()), new byte[32], List.of(packet));
    }

    /** Appends as the committer does: once more if others have drawn numbers meanwhile. */
    static long append(Ledger ledger, NewEvent event) {
        for (;;) {
            var numbers = ledger.draw(1);
            try {
                ledger.append(numbers, List.of(event));
                return numbers[0];
            } catch (NumbersPassedException _) {
                // with new ones
            }
        }
    }

    /** Lets so much time pass as bridges count it. */
    protected static void age(Duration time) {
        execute("update hms_bridge.installation set counted_at = now(), age_ms = age_ms + " + time.toMillis());
    }

    protected static void execute(String sql) {
        TestDatabase.execute(sql);
    }

    protected static List<String> query(String sql) {
        return TestDatabase.query(sql);
    }
}
