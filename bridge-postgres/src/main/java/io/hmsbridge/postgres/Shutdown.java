package io.hmsbridge.postgres;

import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Ends a server: in order (a checkpoint, so that the next start is quick), at once if that takes too long. */
final class Shutdown {
    private static final Logger LOG = LoggerFactory.getLogger(Shutdown.class);
    private static final Duration IN_ORDER = Duration.ofSeconds(30);
    private static final Duration AT_ONCE = Duration.ofSeconds(10);

    private Shutdown() {}

    static void of(ProcessHandle server, Cluster cluster) {
        if (ended(server, "INT", IN_ORDER, cluster)) {
            return;
        }
        LOG.warn("PostgreSQL did not stop in {}: stopping it at once; the next start will recover", IN_ORDER);
        if (!ended(server, "QUIT", AT_ONCE, cluster)) {
            server.destroyForcibly();
            server.onExit().join();
        }
    }

    private static boolean ended(ProcessHandle server, String signal, Duration bound, Cluster cluster) {
        if (!server.isAlive()) {
            return true;
        }
        cluster.programs().signal(cluster.path(), signal, server.pid());
        try {
            server.onExit().get(bound.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        } catch (ExecutionException e) {
            throw new IllegalStateException("waiting for process " + server.pid(), e);
        } catch (InterruptedException e) {
            throw Interrupts.asException(e);
        }
    }
}
