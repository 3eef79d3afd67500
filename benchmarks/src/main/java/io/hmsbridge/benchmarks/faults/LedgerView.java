package io.hmsbridge.benchmarks.faults;

import io.hmsbridge.benchmarks.history.History;
import io.hmsbridge.postgres.EmbeddedPostgres;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;

/** What the ledger says, asked of PostgreSQL directly: also while no server runs. */
record LedgerView(EmbeddedPostgres postgres) {

    private static final int BACKENDS_OF_OURS = 1;

    private static final String SIZE = "select sum(pg_total_relation_size(c.oid))::bigint from pg_class c"
            + " where c.relnamespace = 'hms_bridge'::regnamespace and c.relkind = 'r'";

    boolean answers() {
        try (var connection = connect()) {
            return connection.isValid(1);
        } catch (SQLException _) {
            return false;
        }
    }

    /** How many packets were sent, by its record. */
    long sent() throws SQLException {
        return count("select count(*) from hms_bridge.delivery where outcome = 10");
    }

    /** How many attempts are on record that did not deliver: their targets may have taken the packet nevertheless. */
    long failedAttempts() throws SQLException {
        return count("select count(*) from hms_bridge.delivery where outcome < 4");
    }

    /** How many times lanes were taken. */
    long takings() throws SQLException {
        return count("select sum(epoch)::bigint from hms_bridge.lane");
    }

    /** How many packets wait. */
    long waiting() throws SQLException {
        return count("select count(*) from hms_bridge.outbox where state <> 3");
    }

    /** How many packets are dead. */
    long dead() throws SQLException {
        return count("select count(*) from hms_bridge.outbox where state = 3");
    }

    /** How much room the outbox takes, with its indexes. */
    long outboxBytes() throws SQLException {
        return count(SIZE + " and c.relname = 'outbox'");
    }

    /** How much room all tables take, with their indexes. */
    long bytes() throws SQLException {
        return count(SIZE);
    }

    /** Whether nobody else is connected, so that no commit is on its way any more. */
    boolean isAlone() throws SQLException {
        return count("select count(*) from pg_stat_activity where backend_type = 'client backend'") == BACKENDS_OF_OURS;
    }

    /** Writes down how packets ended. */
    void ends(History history) throws SQLException {
        try (var connection = connect();
                var statement = connection.createStatement();
                var rows = statement.executeQuery("select event || '.' || target || '.' || part || '.' || rev, outcome"
                        + " from hms_bridge.delivery where outcome >= 10")) {
            while (rows.next()) {
                history.ended(rows.getString(1), rows.getString(2));
            }
        }
    }

    private long count(String query) throws SQLException {
        try (var connection = connect();
                var statement = connection.createStatement();
                var rows = statement.executeQuery(query)) {
            rows.next();
            return rows.getLong(1);
        }
    }

    private Connection connect() throws SQLException {
        return DriverManager.getConnection(postgres.jdbcUrl(), postgres.user(), postgres.password());
    }
}
