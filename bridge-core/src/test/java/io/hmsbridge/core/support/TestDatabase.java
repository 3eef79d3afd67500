package io.hmsbridge.core.support;

import io.hmsbridge.postgres.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.StringJoiner;

/** A real PostgreSQL, started once for all tests of this JVM and stopped with it. */
public final class TestDatabase {

    private static final EmbeddedPostgres SERVER = start();
    private static final EmptyLedger LEDGER = new EmptyLedger();

    private TestDatabase() {}

    private static EmbeddedPostgres start() {
        try {
            var folder = Files.createTempDirectory("hms-bridge-test");
            var server = EmbeddedPostgres.start(folder);
            Runtime.getRuntime().addShutdownHook(new Thread(() -> {
                server.close();
                delete(folder);
            }));
            return server;
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void delete(Path folder) {
        try (var paths = Files.walk(folder)) {
            for (var path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    public static String url() {
        return SERVER.jdbcUrl();
    }

    public static String user() {
        return SERVER.user();
    }

    public static String password() {
        return SERVER.password();
    }

    public static int port() {
        return SERVER.port();
    }

    /** Removes all that earlier tests have left. */
    public static void clear() {
        LEDGER.clear();
    }

    public static void execute(String sql) {
        try (var connection = DriverManager.getConnection(url(), user(), password());
                var statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A session of one's own, to be closed. */
    public static Connection connect() throws SQLException {
        return DriverManager.getConnection(url(), user(), password());
    }

    /** The first column of a query's rows, as text. */
    public static List<String> query(String sql) {
        try (var connection = DriverManager.getConnection(url(), user(), password());
                var statement = connection.createStatement();
                var rows = statement.executeQuery(sql)) {
            var values = new ArrayList<String>();
            while (rows.next()) {
                values.add(rows.getString(1));
            }
            return values;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** How the database would go about a query of the ledger. */
    public static String plan(String query) throws SQLException {
        try (var connection = connect(); var statement = connection.createStatement()) {
            connection.setSchema("hms_bridge");
            var lines = new StringJoiner("\n");
            try (var rows = statement.executeQuery("explain " + query)) {
                while (rows.next()) {
                    lines.add(rows.getString(1));
                }
            }
            return lines.toString();
        }
    }
}
