package io.hmsbridge.postgres;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A server that is started again, on the same port, when it ends by itself: at once the first time, later and later if it
 * keeps ending, and for as long as it takes.
 */
final class LastingServer {
    private static final Logger LOG = LoggerFactory.getLogger(LastingServer.class);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);

    /** Who lasted so long had no lasting trouble. */
    private static final Duration LASTED = Duration.ofMinutes(1);

    private final Launch again;
    private final CountDownLatch stopping = new CountDownLatch(1);
    private final Thread watch;
    private volatile PostgresProcess process;

    private LastingServer(Launch first) {
        process = first.run();
        again = first.onPort(process.port());
        watch = Thread.ofPlatform().daemon().name("postgres-watch").start(this::watch);
    }

    /** Returns when it accepts connections. */
    static LastingServer start(Launch launch) {
        return new LastingServer(launch);
    }

    int port() {
        return process.port();
    }

    /** The process id of the server that runs now, or that ended last. */
    long pid() {
        return process.pid();
    }

    /** Stops the server, and waits for its end. */
    void stop() {
        stopping.countDown();
        watch.interrupt();
        try {
            watch.join();
        } catch (InterruptedException e) {
            throw Interrupts.asException(e);
        }
        process.stop();
    }

    private void watch() {
        var pause = FIRST_PAUSE;
        try {
            for (;;) {
                long since = System.nanoTime();
                process.awaitEnd();
                if (System.nanoTime() - since > LASTED.toNanos()) {
                    pause = FIRST_PAUSE;
                }
                if (stopping.await(pause.toNanos(), TimeUnit.NANOSECONDS)) {
                    return;
                }
                pause = longer(pause);
                startAgain(pause);
            }
        } catch (InterruptedException e) {
            LOG.debug("PostgreSQL is stopped on purpose", e);
        }
    }

    private void startAgain(Duration nextPause) {
        try {
            process = again.run();
            LOG.warn("PostgreSQL was started again, port={} pid={}", process.port(), process.pid());
        } catch (EmbeddedPostgresException e) {
            if (stopping.getCount() > 0) {
                LOG.error("PostgreSQL cannot be started again, next try in {} ms: {}", nextPause.toMillis(),
                        e.getMessage());
            }
        }
    }

    private static Duration longer(Duration pause) {
        var twice = pause.multipliedBy(2);
        return twice.compareTo(LONGEST_PAUSE) < 0 ? twice : LONGEST_PAUSE;
    }
}
