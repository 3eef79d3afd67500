package io.hmsbridge.core.ledger;

import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Does what keeps the database in shape over years, once a minute, in the one process of all that share it which is first. A
 * chore that fails, or finds the tables busy, is left for the next round; none makes a writer wait for more than a moment.
 */
final class Housekeeper implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Housekeeper.class);

    private static final Duration PERIOD = Duration.ofMinutes(1);

    /** A round may be late, because the process or the whole machine slept: that time is not counted. */
    private static final Duration COUNTED_AT_MOST = PERIOD.multipliedBy(2);

    /** Whoever waits for a lock makes others wait behind it. */
    private static final Duration LOCK_WAIT = Duration.ofMillis(100);

    /** Counting a partition may take a while. */
    private static final Duration STATEMENT = Duration.ofMinutes(10);

    /** Something to be done in every round. */
    @FunctionalInterface
    interface Chore {

        /** @param handle outside of any transaction */
        void run(Handle handle);
    }

    private final Database database;
    private final List<Chore> chores;
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Thread thread;

    Housekeeper(Database database, List<Chore> chores) {
        this.database = database;
        this.chores = List.copyOf(chores);
        thread = Thread.ofPlatform().name("bridge-housekeeper").daemon().start(this::run);
    }

    private void run() {
        try {
            while (!closing.await(PERIOD.toMillis(), TimeUnit.MILLISECONDS)) {
                round();
            }
        } catch (InterruptedException e) {
            LOG.debug("the housekeeper was told to give up", e);
        }
    }

    /** One round, now; of two at the same time, in whatever processes, the second does nothing. */
    void round() {
        try (var connection = database.connect(STATEMENT)) {
            var handle = Jdbi.create(connection).open();
            // Given back when the connection closes, whatever happens to us.
            if (handle.createQuery("select pg_try_advisory_lock(hashtext('hms_bridge.housekeeper'))")
                    .mapTo(boolean.class).one()) {
                handle.execute("set lock_timeout = " + LOCK_WAIT.toMillis());
                count(handle);
                chores.forEach(chore -> run(chore, handle));
            }
        } catch (SQLException | JdbiException e) {
            LOG.atDebug().setCause(e).log("no housekeeping until the database is back");
        }
    }

    /** Counts how long bridges have run on this ledger; a clock that was set counts as no time or as one late round. */
    private static void count(Handle handle) {
        long back = handle.createQuery(Sql.AGE.text()).bind("atMost", COUNTED_AT_MOST.toMillis()).mapTo(long.class)
                .one();
        if (back > 0) {
            LOG.warn("the database's clock was set back by {} s; what waits for a time was moved along", back / 1000);
        }
    }

    private static void run(Chore chore, Handle handle) {
        try {
            chore.run(handle);
        } catch (JdbiException | LedgerUnavailableException e) {
            LOG.atInfo().log("a chore is left for the next round: {}", e.getMessage());
        } catch (RuntimeException e) {
            LOG.error("a chore failed; it is tried again in the next round", e);
        }
    }

    @Override
    public void close() {
        closing.countDown();
        try {
            if (!thread.join(Duration.ofSeconds(5))) {
                thread.interrupt();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
