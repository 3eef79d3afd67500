package io.hmsbridge.core.ledger;

import io.hmsbridge.core.ledger.Leases.News;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the other processes that there is something to look for, by NOTIFY on a connection of its own: in the transaction of a
 * commit it would make commits queue. Many rings in a row are one. A ring may be lost; whoever hears it looks by itself every few
 * seconds too.
 */
final class Bell implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Bell.class);

    private static final String CHANNEL = "hms_bridge";
    private static final int LISTEN_MILLIS = 20_000;
    private static final Duration ANSWER = Duration.ofSeconds(10);
    private static final long PAUSE_MILLIS = 2_000;

    private final Database database;
    private final String node;
    private final LinkedBlockingQueue<News> rung = new LinkedBlockingQueue<>();
    private volatile Consumer<News> answer = _ -> {};
    private volatile boolean closed;
    private volatile Connection listening;
    private final Thread ringer;
    private final Thread listener;

    Bell(Database database, int node) {
        this.database = database;
        this.node = String.valueOf(node);
        ringer = Thread.ofPlatform().name("bridge-bell").daemon().unstarted(() -> keep(this::ringOn));
        listener = Thread.ofPlatform().name("bridge-listener").daemon().unstarted(() -> keep(this::listenOn));
    }

    /** Returns at once. */
    void ring(News news) {
        if (!rung.contains(news)) { // one too many does no harm
            rung.add(news);
        }
    }

    /** @param action is told on the listener's thread of every ring of another process, or several */
    void answer(Consumer<News> action) {
        answer = action;
        ringer.start();
        listener.start();
    }

    private interface Work {
        void on(Connection connection) throws SQLException, InterruptedException;
    }

    /** Goes on over broken connections. */
    private void keep(Work work) {
        while (!closed) {
            try (var connection = database.connect(ANSWER)) {
                work.on(connection);
            } catch (SQLException e) {
                LOG.debug("no bell until the database is back", e);
                if (!paused()) {
                    return;
                }
            } catch (InterruptedException e) {
                LOG.trace("closed", e);
                return;
            }
        }
    }

    private boolean paused() {
        try {
            TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
            return !closed;
        } catch (InterruptedException e) {
            LOG.trace("closed", e);
            return false;
        }
    }

    private void ringOn(Connection connection) throws SQLException, InterruptedException {
        try (var notify = connection.prepareStatement("select pg_notify(?, ?)")) {
            notify.setString(1, CHANNEL);
            while (!closed) {
                var news = rung.take();
                notify.setString(2, news.name() + ' ' + node);
                try {
                    notify.execute();
                } catch (SQLException e) {
                    ring(news); // on the next connection
                    throw e;
                }
            }
        }
    }

    private void listenOn(Connection connection) throws SQLException {
        listening = connection;
        try (var listen = connection.createStatement()) {
            listen.execute("listen " + CHANNEL);
            Arrays.stream(News.values()).forEach(answer); // what was rung while nobody listened
            while (!closed) {
                var notes = connection.unwrap(PGConnection.class).getNotifications(LISTEN_MILLIS);
                if (notes == null || notes.length == 0) {
                    listen.execute("select 1"); // a line that has gone dead is silent, too
                } else {
                    heard(notes);
                }
            }
        }
    }

    private void heard(PGNotification[] notes) {
        var others = Arrays.stream(notes).map(PGNotification::getParameter).filter(note -> !note.endsWith(' ' + node))
                .toList();
        for (var news : News.values()) {
            if (others.stream().anyMatch(note -> note.startsWith(news.name()))) {
                answer.accept(news);
            }
        }
    }

    @Override
    public void close() {
        closed = true;
        ringer.interrupt();
        listener.interrupt();
        var connection = listening;
        if (connection != null) {
            try {
                connection.abort(Runnable::run); // ends the listener's wait
            } catch (SQLException e) {
                LOG.debug("the listener's connection did not close cleanly", e);
            }
        }
    }
}
