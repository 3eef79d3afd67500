package io.hmsbridge.core;

import io.hmsbridge.core.ledger.LedgerUnavailableException;
import io.hmsbridge.core.ledger.ReplayWriter;
import io.hmsbridge.core.ledger.Scheduled;
import io.hmsbridge.core.outbox.Outbox;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Puts packets into the outbox when their effective date has come. Until then it compares two instants a second. */
final class Waker implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Waker.class);

    /** Clocks are set: none is trusted for longer. */
    private static final long TICK = TimeUnit.SECONDS.toNanos(1);

    /** If nothing was accepted here for so long, there is nothing that the waking could hold up. */
    private static final Duration QUIET = Duration.ofSeconds(5);

    /** Other processes schedule packets, too. */
    private static final long LOOK = TimeUnit.SECONDS.toNanos(10);

    private final Scheduled scheduled;
    private final ReplayWriter.Ways ways;
    private final Clock clock;
    private final Outbox outbox;
    private final Semaphore sooner = new Semaphore(0);
    private final Thread thread;
    private Instant next = Instant.MIN;
    private volatile boolean closed;

    Waker(Scheduled scheduled, ReplayWriter.Ways ways, Clock clock, Outbox outbox) {
        this.scheduled = scheduled;
        this.ways = ways;
        this.clock = clock;
        this.outbox = outbox;
        thread = Thread.ofVirtual().name("bridge-waker").start(this::run);
    }

    /** A packet waits for this moment. */
    synchronized void notice(Instant due) {
        if (due.isBefore(next)) {
            next = due;
            sooner.release();
        }
    }

    /** Packets may have been scheduled, for nobody knows when. */
    void lookSoon() {
        notice(Instant.MIN);
    }

    private void run() {
        long looked = System.nanoTime() - LOOK;
        while (await()) {
            try {
                boolean due = isDue();
                if (due) {
                    wakeAll();
                }
                if (due || System.nanoTime() - looked >= LOOK) {
                    look();
                    looked = System.nanoTime();
                }
            } catch (LedgerUnavailableException e) {
                LOG.atWarn().log("packets that are due wait for the database: {}", e.getMessage());
            } catch (RuntimeException e) { // no fault may end the waking
                LOG.atError().setCause(e).log("packets that are due could not be woken; they are looked for again");
            }
        }
    }

    private void wakeAll() {
        while (scheduled.wake(clock.instant(), ways, outbox.isTaking(QUIET), outbox::announce) > 0) {
            outbox.lookAtReplayed();
        }
    }

    private void look() {
        forget(); // what is noticed while we ask counts
        notice(scheduled.next().orElse(Instant.MAX));
    }

    private synchronized void forget() {
        next = Instant.MAX;
    }

    private synchronized boolean isDue() {
        return !next.isAfter(clock.instant());
    }

    /** Returns false once it is closed. */
    private boolean await() {
        try {
            var _ = sooner.tryAcquire(pause(), TimeUnit.NANOSECONDS);
            sooner.drainPermits();
            return !closed;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private synchronized long pause() {
        var now = clock.instant();
        boolean soon = next.isAfter(now) && next.isBefore(now.plusNanos(TICK));
        return soon ? Duration.between(now, next).toNanos() : TICK;
    }

    @Override
    public void close() {
        closed = true;
        sooner.release();
        try {
            var _ = thread.join(Duration.ofSeconds(5));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
