package io.hmsbridge.core.support;

import io.hmsbridge.postgres.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Comparator;

/** A PostgreSQL of a test's own, to which things may happen. */
public final class OwnPostgres implements AutoCloseable {

    private final Path folder;
    private final EmbeddedPostgres server;

    private OwnPostgres(Path folder) {
        this.folder = folder;
        this.server = EmbeddedPostgres.start(folder);
    }

    /** @param folder deleted in the end */
    public static OwnPostgres start(Path folder) {
        return new OwnPostgres(folder);
    }

    public static OwnPostgres start() throws IOException {
        return start(Files.createTempDirectory("hms-bridge-own"));
    }

    public String url() {
        return server.jdbcUrl();
    }

    public String user() {
        return server.user();
    }

    public String password() {
        return server.password();
    }

    public int port() {
        return server.port();
    }

    /** Another one after it was started again. */
    public long pid() {
        return server.pid();
    }

    /** Stops the server at once, as a failing machine would. It is started again by whoever keeps it. */
    public void crash() throws IOException, InterruptedException {
        signal("-QUIT");
    }

    /** Changes a setting for all sessions, those there are among them. */
    public void configure(String setting) throws IOException, InterruptedException {
        Files.writeString(folder.resolve("cluster/postgresql.auto.conf"), setting + '\n');
        signal("-HUP");
    }

    private void signal(String name) throws IOException, InterruptedException {
        new ProcessBuilder("kill", name, Long.toString(server.pid())).inheritIO().start().waitFor();
    }

    public boolean answers() {
        try (var connection = connect()) {
            return connection.isValid(1);
        } catch (SQLException _) {
            return false;
        }
    }

    public Connection connect() throws SQLException {
        return DriverManager.getConnection(url(), user(), password());
    }

    public void execute(String... statements) throws SQLException {
        try (var connection = connect(); var statement = connection.createStatement()) {
            for (var sql : statements) {
                statement.execute(sql);
            }
        }
    }

    public long count(String query) throws SQLException {
        try (var connection = connect();
                var statement = connection.createStatement();
                var rows = statement.executeQuery(query)) {
            rows.next();
            return rows.getLong(1);
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
        try (var paths = Files.walk(folder)) {
            for (var path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
