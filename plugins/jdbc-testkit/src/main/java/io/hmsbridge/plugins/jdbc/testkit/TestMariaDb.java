package io.hmsbridge.plugins.jdbc.testkit;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicInteger;

/** Debian's MariaDB, started once for all tests of this JVM and stopped with it. Each user of it gets a database and an account. */
public final class TestMariaDb {

    private static final Path SERVER = Path.of("/usr/sbin/mariadbd");
    private static final AtomicInteger DATABASES = new AtomicInteger();

    private TestMariaDb() {}

    /** Started when it is first asked for. */
    private static final class Running {

        static final DebianServer SERVER = start();
    }

    public static int port() {
        return Running.SERVER.port();
    }

    /** A new database, with an account of the same name and password; skips the test where MariaDB is not installed. */
    public static String database() throws SQLException {
        assumeTrue(Files.exists(SERVER), "needs Debian's mariadb-server");
        var name = "d" + DATABASES.incrementAndGet();
        try (var admin = admin(""); var statement = admin.createStatement()) {
            statement.execute("CREATE DATABASE " + name);
            statement.execute("CREATE USER " + name + "@'%' IDENTIFIED BY '" + name + "'");
            statement.execute("GRANT ALL ON " + name + ".* TO " + name + "@'%'");
        }
        return name;
    }

    /** A connection of the server's owner. */
    public static Connection admin(String database) throws SQLException {
        return connect(port(), database);
    }

    private static Connection connect(int port, String database) throws SQLException {
        var properties = new Properties();
        properties.setProperty("user", "root");
        return new org.mariadb.jdbc.Driver().connect("jdbc:mariadb://127.0.0.1:" + port + "/" + database, properties);
    }

    private static DebianServer start() {
        try {
            var server = new DebianServer();
            var data = Files.createDirectory(server.folder().resolve("data"));
            server.handOver();
            server.run("mariadb-install-db", "--no-defaults", "--datadir=" + data, "--skip-test-db",
                    "--auth-root-authentication-method=normal", "--skip-name-resolve");
            server.start(() -> {
                connect(server.port(), "").close();
                return true;
            }, SERVER.toString(), "--no-defaults", "--datadir=" + data, "--port=" + server.port(),
                    "--bind-address=127.0.0.1", "--socket=" + server.folder().resolve("socket"),
                    "--pid-file=" + server.folder().resolve("pid"), "--skip-name-resolve",
                    "--innodb-flush-log-at-trx-commit=0");
            return server;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
