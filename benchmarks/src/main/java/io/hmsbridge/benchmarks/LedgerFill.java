package io.hmsbridge.benchmarks;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;

/** Makes a ledger that looks as after millions of events. No bridge may be open on it. */
final class LedgerFill {

    private static final int CHUNK = 1_000_000;

    private LedgerFill() {}

    /** Adds so many events, each with a packet and a delivery, like one that is there. */
    static void fill(Setup.Access access, long events) throws SQLException, IOException {
        try (var connection = DriverManager.getConnection(access.url(), access.user(), access.password());
                var statement = connection.createStatement()) {
            statement.execute("set search_path = hms_bridge");
            statement.execute("set synchronous_commit = off"); // it is made, not accepted
            statement.execute(text("fill.sql"));
            long first = number(statement, "select max(id) + 1 from event");
            long last = first + events - 1;
            for (long from = first; from <= last; from += CHUNK) {
                fill(connection, from, Math.min(last, from + CHUNK - 1));
            }
            number(statement, "select setval('number', " + last + ")");
            // What autovacuum would do sooner or later; it must not do it while something is measured.
            statement.execute("vacuum (freeze, analyze) event, packet, delivery, seen");
        }
    }

    /** Adds to a ledger of so many events what lists have besides: packets that wait, are dead, scheduled or blocked, and acts. */
    static void fillLists(Setup.Access access, long events) throws SQLException, IOException {
        try (var connection = DriverManager.getConnection(access.url(), access.user(), access.password());
                var statement = connection.createStatement()) {
            statement.execute("set search_path = hms_bridge");
            statement.execute("set synchronous_commit = off");
            statement.execute(text("fill-lists.sql"));
            statement.execute("select pg_temp.fill_lists(max(id) - " + (events - 1) + ", max(id)) from event");
            statement.execute("vacuum (freeze, analyze) event, packet, delivery, outbox, scheduled, act");
        }
    }

    private static void fill(Connection connection, long first, long last) throws SQLException {
        try (var chunk = connection.prepareStatement("select pg_temp.fill(?, ?)")) {
            chunk.setLong(1, first);
            chunk.setLong(2, last);
            chunk.execute();
        }
    }

    private static long number(Statement statement, String query) throws SQLException {
        try (var rows = statement.executeQuery(query)) {
            rows.next();
            return rows.getLong(1);
        }
    }

    private static String text(String name) throws IOException {
        try (var file = LedgerFill.class.getResourceAsStream(name)) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
