package io.hmsbridge.core.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hmsbridge.core.support.TestDatabase;
import java.sql.SQLException;
import org.jdbi.v3.core.ConnectionException;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.Test;

class JournalTest {

    private static final String INSERT = "insert into batch (stream, n, root, count) values (:stream, :n, '', 0)";

    @Test
    void aPlaceOfWhichNobodyKnowsWhetherItIsTakenIsNotUsedAgain() {
        TestDatabase.clear();
        var attempts = new int[1];
        try (var pool = new Database(TestDatabase.url(), TestDatabase.user(), TestDatabase.password()).open();
                var journal = new Journal(pool, new Journal.Writer("test", null, true, _ -> {}))) {
            assertThatThrownBy(() -> journal.commit((handle, place) -> {
                if (attempts[0]++ == 0) {
                    throw new ConnectionException(new SQLException("cut", "08006"));
                }
                insert(handle, place); // by the first attempt, which was only slow
                handle.close();
                throw new IllegalStateException("whatever comes of that");
            }, _ -> 1)).isInstanceOf(LedgerUnavailableException.class);

            assertThat(journal.commit(JournalTest::insert, _ -> 1)).isOne();
        }
    }

    private static int insert(Handle handle, Journal.Place place) {
        return handle.createUpdate(INSERT).bind("stream", place.stream()).bind("n", place.n()).execute();
    }
}
