package io.hmsbridge.plugins.jdbc;

import io.hmsbridge.api.SendException;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.time.Duration;
import java.util.Properties;
import javax.net.SocketFactory;

/**
 * Opens connections, under the target's address policy. After a login was refused it asks again only now and then, however
 * often it is called: databases lock accounts after a few refusals.
 */
final class Opening implements AutoCloseable {

    private static final Duration FIRST_PAUSE = Duration.ofMinutes(1);
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(10);

    private final Database database;
    private final Drivers drivers;
    private final SocketFactory sockets;
    private SendException refusal;
    private Duration pause = FIRST_PAUSE;
    private long refusedAt;

    Opening(Database database, Drivers drivers, SocketFactory sockets) {
        this.database = database;
        this.drivers = drivers;
        this.sockets = sockets;
    }

    /** A new connection, with auto-commit off. Called by one thread at a time. */
    Connection open() throws SendException, IOException {
        if (refusal != null && System.nanoTime() - refusedAt < pause.toNanos()) {
            throw new SendException(refusal.kind(), refusal.getMessage() + "; not asked again for "
                    + pause.toMinutes() + " min, lest the account be locked");
        }
        try {
            var connection = connected();
            refusal = null;
            pause = FIRST_PAUSE;
            return connection;
        } catch (SQLException e) {
            throw failed(e);
        } catch (IOException e) {
            if (Failure.addressRefusal(e).isPresent()) {
                throw e;
            }
            throw new SendException(SendException.Kind.RETRY, "no connection to " + database.url());
        }
    }

    private SendException failed(SQLException e) throws IOException {
        var forbidden = Failure.addressRefusal(e);
        if (forbidden.isPresent()) {
            throw forbidden.get(); // in the bridge's own words, which it takes for a target fault
        }
        var failure = Failure.of(e, database.url().dialect());
        if (failure.what() != Failure.What.TARGET) {
            return new SendException(SendException.Kind.RETRY,
                    "no connection to " + database.url() + ": " + failure.words());
        }
        var told = new SendException(SendException.Kind.TARGET_FAULT, database.url() + ": " + failure.words());
        if (failure.isLogin()) {
            pause = refusal == null ? FIRST_PAUSE
                    : pause.multipliedBy(2).compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause.multipliedBy(2);
            refusal = told;
            refusedAt = System.nanoTime();
        }
        return told;
    }

    private Connection connected() throws SQLException, IOException {
        var url = database.url();
        var properties = new Properties();
        url.properties().forEach(properties::setProperty);
        database.user().ifPresent(user -> properties.setProperty("user", user));
        database.password().ifPresent(password -> properties.setProperty("password", password.reveal()));
        url.dialect().complete(properties, database.timeout());
        var address = url.isEmbedded() || url.dialect().takesSockets() ? url.toDriver() : checked(url);
        var connection = CheckedSockets.during(sockets, database.timeout(),
                () -> drivers.driver().connect(address, properties));
        if (connection == null) {
            throw new SQLException("the driver does not take this address", "08001");
        }
        try {
            prepare(connection);
            return connection;
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
    }

    /**
     * Connects once under the address policy, and has the driver connect to the very address that was let through: its name is
     * not looked up again, so it cannot change in between.
     */
    private String checked(JdbcUrl url) throws IOException {
        try (var socket = sockets.createSocket(url.host(), url.port())) {
            return url.toDriver(socket.getInetAddress().getHostAddress());
        }
    }

    private void prepare(Connection connection) throws SQLException {
        try {
            connection.setNetworkTimeout(Runnable::run,
                    Math.clamp(database.timeout().toMillis(), 1, Integer.MAX_VALUE));
        } catch (SQLFeatureNotSupportedException _) {
            // Such a driver talks to a database in this process, or has a time-out of its own.
        }
        connection.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
        try (var statement = connection.createStatement()) {
            for (var sql : database.url().dialect().session(database.timeout())) {
                statement.execute(sql);
            }
        }
        connection.setAutoCommit(false);
    }

    @Override
    public void close() throws IOException {
        drivers.close();
    }
}
