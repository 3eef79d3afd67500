package io.hmsbridge.core.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import io.hmsbridge.core.support.TestDatabase;
import java.sql.Connection;
import java.util.ArrayList;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a failure of the database is told as, and whether anything may have been written. */
class FailureTest {

    private HikariDataSource pool;
    private Journal journal;

    @BeforeEach
    void aWriter() {
        TestDatabase.clear();
        pool = new Database(TestDatabase.url(), TestDatabase.user(), TestDatabase.password()).open();
        journal = new Journal(pool, new Journal.Writer("test", null, true, _ -> {}));
    }

    @AfterEach
    void close() {
        journal.close();
        pool.close();
    }

    @ParameterizedTest
    @CsvSource({"53100, the database has no space left on its disk", "25006, the database is read-only",
        "57014, 'the database did not get done in time, and gave up'", "XX001, the database does not answer: no",
        "42501, the database does not answer: no"})
    void whatTheServerRefusesForAWhileWasNotWritten(String state, String words) {
        assertThatThrownBy(() -> raise(state)).isInstanceOf(NothingWrittenException.class).hasMessage(words);
        assertThat(journal.<Integer>query(h -> h.createQuery("select 1").mapTo(int.class).one())).isOne();
    }

    @Test
    void whatIsWrongWithTheDataStaysWrong() {
        assertThatThrownBy(() -> raise("22021")).isInstanceOf(UnacceptableException.class)
                .hasMessage("the database refused the data: no");
    }

    @Test
    void aSessionThatTheServerEndedMayHaveWritten() {
        assertThatThrownBy(() -> journal.query(h -> h.createQuery("select pg_terminate_backend(pg_backend_pid())")
                .mapTo(boolean.class).one())).isExactlyInstanceOf(LedgerUnavailableException.class)
                .hasMessage("the database was stopped");
    }

    @Test
    void aStatementThatTakesTooLongIsEndedByTheServer() {
        assertThat(journal.<String>query(h -> h.createQuery("show statement_timeout").mapTo(String.class).one()))
                .isEqualTo("20s");
        assertThatThrownBy(() -> journal.query(h -> {
            h.execute("set statement_timeout = 50");
            return h.createQuery("select pg_sleep(60)::text").mapTo(String.class).one();
        })).isInstanceOf(NothingWrittenException.class)
                .hasMessage("the database did not get done in time, and gave up");
    }

    @Test
    void thatAllConnectionsAreInUseIsSaidInPlainWords() throws Exception {
        var taken = new ArrayList<Connection>();
        try {
            while (taken.size() < Database.CONNECTIONS) {
                taken.add(pool.getConnection());
            }
            assertThatThrownBy(() -> journal.query(h -> h.createQuery("select 1").mapTo(int.class).one()))
                    .isInstanceOf(NothingWrittenException.class)
                    .hasMessage("all 10 connections to the database are in use, and none became free within 5 s");
        } finally {
            for (var connection : taken) {
                connection.close();
            }
        }
    }

    @Test
    void aServerThatIsNotThereIsNamedAsSuch() {
        var nowhere = Jdbi.create("jdbc:postgresql://127.0.0.1:1/bridge", "b", "");
        assertThatThrownBy(() -> nowhere.useHandle(h -> h.execute("select 1"))).satisfies(
                e -> assertThat(Failure.of((RuntimeException) e).words())
                        .startsWith("the database does not answer: Connection"));
    }

    private void raise(String state) {
        journal.query(h -> h.execute("do $$ begin raise exception 'no' using errcode = '" + state + "'; end $$"));
    }
}
