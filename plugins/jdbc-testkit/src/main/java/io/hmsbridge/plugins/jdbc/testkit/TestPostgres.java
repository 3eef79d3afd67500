package io.hmsbridge.plugins.jdbc.testkit;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicInteger;

/** Debian's PostgreSQL, started once for all tests of this JVM and stopped with it. Each user of it gets a schema and a role. */
public final class TestPostgres {

    private static final Path PROGRAMS = Path.of("/usr/lib/postgresql/15/bin");
    private static final String OWNER = "owner";
    private static final AtomicInteger SCHEMAS = new AtomicInteger();

    private TestPostgres() {}

    /** Started when it is first asked for. */
    private static final class Running {

        static final DebianServer SERVER = start();
    }

    /** A schema of its own, with a role that owns it. */
    public record Schema(String name, String password) {

        /** The address by way of a port, of the server or of a proxy before it. */
        public String url(int port) {
            return "jdbc:postgresql://127.0.0.1:" + port + "/postgres?currentSchema=" + name + ",public";
        }

        public String url() {
            return url(Running.SERVER.port());
        }

        /** Runs a statement as the database's owner, in this schema. */
        public void run(String sql) {
            try (var connection = admin(name); var statement = connection.createStatement()) {
                statement.execute(sql);
            } catch (SQLException e) {
                throw new IllegalStateException(sql, e);
            }
        }

        /** The rows of a query, each with its columns joined by {@code |}. */
        public List<String> rows(String sql) {
            try (var connection = admin(name);
                    var statement = connection.createStatement();
                    var result = statement.executeQuery(sql)) {
                var rows = new ArrayList<String>();
                while (result.next()) {
                    var row = new StringBuilder();
                    for (int i = 1; i <= result.getMetaData().getColumnCount(); i++) {
                        row.append(i == 1 ? "" : "|").append(result.getString(i));
                    }
                    rows.add(row.toString());
                }
                return rows;
            } catch (SQLException e) {
                throw new IllegalStateException(sql, e);
            }
        }
    }

    private static boolean isInstalled() {
        return Files.isExecutable(PROGRAMS.resolve("initdb"));
    }

    public static int port() {
        return Running.SERVER.port();
    }

    /** A new schema and its role; skips the test where Debian's PostgreSQL 15 is not installed. */
    public static Schema schema() {
        assumeTrue(isInstalled(), "needs Debian's postgresql-15");
        var schema = new Schema("s" + SCHEMAS.incrementAndGet(), "p4ssw0rd-of-a-schema");
        new Schema("public", "").run("CREATE ROLE " + schema.name + " LOGIN PASSWORD '" + schema.password
                + "'; CREATE SCHEMA " + schema.name + " AUTHORIZATION " + schema.name);
        return schema;
    }

    /** A schema in a database with PostGIS; skips the test where Debian's PostGIS is not installed. */
    public static Schema schemaWithPostgis() {
        assumeTrue(Files.exists(PROGRAMS.resolveSibling("lib/postgis-3.so")), "needs Debian's postgresql-15-postgis-3");
        var schema = schema();
        schema.run("CREATE EXTENSION IF NOT EXISTS postgis SCHEMA public");
        return schema;
    }

    private static Connection admin(String schema) throws SQLException {
        return connect(Running.SERVER.port(), schema);
    }

    private static Connection connect(int port, String schema) throws SQLException {
        var properties = new Properties();
        properties.setProperty("user", OWNER);
        properties.setProperty("password", OWNER);
        properties.setProperty("currentSchema", schema + ",public");
        return new org.postgresql.Driver().connect("jdbc:postgresql://127.0.0.1:" + port + "/postgres", properties);
    }

    private static DebianServer start() {
        try {
            var server = new DebianServer();
            var data = server.folder().resolve("data").toString();
            var password = Files.writeString(server.folder().resolve("password"), OWNER);
            server.handOver();
            server.run(PROGRAMS.resolve("initdb").toString(), "-D", data, "-U", OWNER, "-A", "scram-sha-256",
                    "--pwfile=" + password, "-E", "UTF8", "--no-locale", "--no-sync");
            server.start(() -> {
                connect(server.port(), "public").close();
                return true;
            }, PROGRAMS.resolve("postgres").toString(), "-D", data, "-p", Integer.toString(server.port()), "-c",
                    "listen_addresses=127.0.0.1", "-c", "unix_socket_directories=", "-c", "fsync=off");
            return server;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
