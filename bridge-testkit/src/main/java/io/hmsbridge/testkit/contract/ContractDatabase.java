package io.hmsbridge.testkit.contract;

import io.hmsbridge.postgres.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Comparator;

/** A real PostgreSQL, started when a test first needs it and stopped with the tests' Java process. */
final class ContractDatabase {

    private static final EmbeddedPostgres SERVER = start();

    private ContractDatabase() {}

    /** The server, without what earlier tests have left. */
    static EmbeddedPostgres empty() {
        try (var connection = DriverManager.getConnection(SERVER.jdbcUrl(), SERVER.user(), SERVER.password());
                var statement = connection.createStatement()) {
            statement.execute("DROP SCHEMA IF EXISTS hms_bridge CASCADE");
            return SERVER;
        } catch (SQLException e) {
            throw new IllegalStateException("the database of the contract suite cannot be emptied", e);
        }
    }

    private static EmbeddedPostgres start() {
        try {
            var folder = Files.createTempDirectory("bridge-contract-");
            var server = EmbeddedPostgres.start(folder);
            Runtime.getRuntime().addShutdownHook(new Thread(() -> {
                server.close();
                delete(folder);
            }));
            return server;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void delete(Path folder) {
        try (var paths = Files.walk(folder)) {
            for (var path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
