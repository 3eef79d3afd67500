package io.hmsbridge.postgres;

import java.io.BufferedReader;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The running server. It is spawned by a thread of its own, which lives as long as the server does: the system's
 * death signal follows the parent thread, not the parent process.
 */
final class PostgresProcess {
    private static final Logger LOG = LoggerFactory.getLogger(PostgresProcess.class);
    private static final Duration POLL = Duration.ofMillis(4);
    private static final Duration LAST_WORDS = Duration.ofSeconds(1);
    private static final Duration NEWS = Duration.ofSeconds(10);

    private final Cluster cluster;
    private final int port;
    private final Process process;
    private final Thread keeper;
    private volatile boolean ready;

    private PostgresProcess(Cluster cluster, int port, ProcessBuilder builder, ServerLog log) {
        var spawned = new CompletableFuture<Process>();
        this.cluster = cluster;
        this.port = port;
        this.keeper = Thread.ofPlatform().daemon().name("postgres-keeper").start(() -> keep(builder, spawned, log));
        this.process = spawned.join();
    }

    /** Starts the program and returns at once; the log is closed when the server has ended. */
    static PostgresProcess spawn(Cluster cluster, int port, ProcessBuilder builder, ServerLog log) {
        try {
            return new PostgresProcess(cluster, port, builder, log);
        } catch (CompletionException e) {
            throw new EmbeddedPostgresException(
                    "PostgreSQL cannot be run: " + e.getCause().getMessage(), e.getCause());
        }
    }

    int port() {
        return port;
    }

    long pid() {
        return process.pid();
    }

    /**
     * Waits until the server accepts connections, however long it takes to recover from a crash.
     *
     * @return whether it does; false if it ended instead, and then all it said is in the log
     */
    boolean awaitReady() {
        var news = System.nanoTime() + NEWS.toNanos();
        try {
            while (!isReady()) {
                if (process.waitFor(POLL.toMillis(), TimeUnit.MILLISECONDS)) {
                    keeper.join();
                    return false;
                }
                if (System.nanoTime() > news) {
                    news += NEWS.toNanos();
                    LOG.info("PostgreSQL is still starting (recovering, if it was not stopped in order)");
                }
            }
            ready = true;
            return true;
        } catch (IOException e) {
            process.destroy();
            throw new EmbeddedPostgresException(
                    "Data folder " + cluster.folder().path() + " cannot be read: " + Reason.of(e), e);
        } catch (InterruptedException e) {
            process.destroy();
            throw Interrupts.asException(e);
        }
    }

    /** Waits until the server has ended, for whatever reason. */
    void awaitEnd() throws InterruptedException {
        keeper.join();
    }

    /** Stops the server and waits for its end and its last words. */
    void stop() {
        ready = false;
        Shutdown.of(process.toHandle(), cluster);
        try {
            keeper.join(LAST_WORDS);
        } catch (InterruptedException e) {
            throw Interrupts.asException(e);
        }
    }

    private boolean isReady() throws IOException {
        return PostmasterPid.read(cluster.path())
                .filter(file -> file.pid() == pid())
                .filter(PostmasterPid::isReady)
                .isPresent();
    }

    private void keep(ProcessBuilder builder, CompletableFuture<Process> spawned, ServerLog log) {
        try (log) {
            var started = builder.start();
            spawned.complete(started);
            copy(started.inputReader(), log);
            var exit = started.onExit().join().exitValue();
            if (ready) {
                LOG.error("PostgreSQL ended by itself, pid={} exit={}: {}", started.pid(), exit, log.lastLines());
            }
        } catch (IOException | RuntimeException e) {
            if (!spawned.completeExceptionally(e)) {
                LOG.error("PostgreSQL is not looked after any more", e);
            }
        }
    }

    private static void copy(BufferedReader said, ServerLog log) throws IOException {
        try (said) {
            for (var line = said.readLine(); line != null; line = said.readLine()) {
                log.append(line);
            }
        }
    }
}
