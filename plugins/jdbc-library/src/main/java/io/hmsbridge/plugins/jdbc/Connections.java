package io.hmsbridge.plugins.jdbc;

import io.hmsbridge.api.ConnectorContext;
import io.hmsbridge.api.SendException;
import io.hmsbridge.api.SettingsException;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The connections to one database: few, kept open, each used by one thread at a time. There is no thread of its own; a
 * connection is opened by whoever needs it, so a failure is told at once and for what it is. See ADR 15 for why this is no
 * library.
 */
public final class Connections implements AutoCloseable {

    private static final long CHECKED_AFTER = TimeUnit.SECONDS.toNanos(2);
    private static final long CLOSED_WHEN_IDLE_FOR = TimeUnit.MINUTES.toNanos(5);
    private static final long LIFETIME = TimeUnit.MINUTES.toNanos(30);

    private final Database database;
    private final Opening opening;
    private final Semaphore permits;
    private final ReentrantLock openOneByOne = new ReentrantLock();
    private final ConcurrentLinkedDeque<Pooled> idle = new ConcurrentLinkedDeque<>();
    private final Set<Pooled> all = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    private Connections(Database database, Opening opening) {
        this.database = database;
        this.opening = opening;
        this.permits = new Semaphore(database.connections(), true);
    }

    /**
     * Finds the driver; connects to nothing yet.
     *
     * @throws SettingsException if there is no driver
     */
    public static Connections of(Database database, ConnectorContext context)
            throws SettingsException, IOException, ReflectiveOperationException {
        try {
            var drivers = Drivers.find(database.url(), database.drivers());
            return new Connections(database, new Opening(database, drivers, context.sockets()));
        } catch (IllegalArgumentException e) {
            throw new SettingsException(List.of(new SettingsException.Problem("drivers", e.getMessage())));
        }
    }

    /** A connection for one thread, to be closed by it: that hands it back, or ends it if it was broken. */
    public final class Pooled implements AutoCloseable {

        private final Connection connection;
        private final long openedAt = System.nanoTime();
        private long usedAt = openedAt;
        private boolean used;
        private boolean broken;

        private Pooled(Connection connection) {
            this.connection = connection;
        }

        /** The connection, with auto-commit off and nothing begun. */
        public Connection connection() {
            return connection;
        }

        /** Whether it had been used before it was borrowed, and so may have died since. */
        boolean isReused() {
            return used;
        }

        /** It must not be used again. */
        void broken() {
            broken = true;
        }

        @Override
        public void close() {
            used = true;
            usedAt = System.nanoTime();
            if (broken || closed || usedAt - openedAt > LIFETIME) {
                end();
            } else {
                idle.addFirst(this);
                if (closed && idle.remove(this)) {
                    end();
                }
            }
            permits.release();
        }

        private boolean isAlive() {
            long now = System.nanoTime();
            if (now - usedAt < CHECKED_AFTER) {
                return true;
            }
            try {
                return now - usedAt < CLOSED_WHEN_IDLE_FOR && now - openedAt < LIFETIME
                        && connection.isValid(Math.toIntExact(Math.max(1, database.timeout().toSeconds())));
            } catch (SQLException _) {
                return false; // and another is opened in its place
            }
        }

        private void end() {
            all.remove(this);
            try {
                connection.close();
            } catch (SQLException _) {
                // It is gone already, as was wanted.
            }
        }
    }

    /** The dialect of the database. */
    public Dialect dialect() {
        return database.url().dialect();
    }

    /** What it was made of. */
    public Database database() {
        return database;
    }

    /** How long to wait for any one thing. */
    public Duration timeout() {
        return database.timeout();
    }

    /**
     * A connection, new or kept; the caller closes it.
     *
     * @throws SendException as a target fault if the login is refused, else as a retry
     * @throws IOException if the address policy forbids it
     */
    public Pooled borrow() throws SendException, IOException, InterruptedException {
        if (!permits.tryAcquire(database.timeout().toNanos(), TimeUnit.NANOSECONDS)) {
            throw new SendException(SendException.Kind.RETRY, "none of the " + database.connections()
                    + " connections to " + database.url() + " became free within " + database.timeout().toMillis()
                    + " ms");
        }
        boolean lent = false;
        try {
            var pooled = kept();
            if (pooled == null) {
                pooled = opened();
            }
            lent = true;
            return pooled;
        } finally {
            if (!lent) {
                permits.release();
            }
        }
    }

    private Pooled kept() {
        var oldest = idle.peekLast();
        if (oldest != null && System.nanoTime() - oldest.usedAt > CLOSED_WHEN_IDLE_FOR && idle.remove(oldest)) {
            oldest.end();
        }
        for (var pooled = idle.pollFirst(); pooled != null; pooled = idle.pollFirst()) {
            if (pooled.isAlive()) {
                return pooled;
            }
            pooled.end();
        }
        return null;
    }

    /** One at a time: a login that is refused is then refused once, not by each of many at once. */
    private Pooled opened() throws SendException, IOException, InterruptedException {
        if (!openOneByOne.tryLock(database.timeout().toNanos(), TimeUnit.NANOSECONDS)) {
            throw new SendException(SendException.Kind.RETRY, "no connection to " + database.url() + " within "
                    + database.timeout().toMillis() + " ms");
        }
        try {
            var pooled = new Pooled(opening.open());
            all.add(pooled);
            if (closed) {
                pooled.end();
                throw new SendException(SendException.Kind.RETRY, "the connector is closed");
            }
            return pooled;
        } finally {
            openOneByOne.unlock();
        }
    }

    /** Closes every connection; those in use are cut off. */
    @Override
    public void close() throws IOException {
        closed = true;
        for (var pooled = idle.pollFirst(); pooled != null; pooled = idle.pollFirst()) {
            pooled.end();
        }
        for (var pooled : all) {
            try {
                pooled.connection.abort(Runnable::run);
            } catch (SQLException _) {
                // It is gone already, as was wanted.
            }
        }
        opening.close();
    }
}
