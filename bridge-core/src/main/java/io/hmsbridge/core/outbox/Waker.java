package io.hmsbridge.core.outbox;

import io.hmsbridge.core.ledger.LedgerUnavailableException;
import io.hmsbridge.core.ledger.Waking;
import io.hmsbridge.core.time.Timer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Puts packets into the outbox when their effective date has come. Until then it compares two instants a second. */
public final class Waker implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Waker.class);

    /** Clocks are set: none is trusted for longer. */
    private static final long TICK = TimeUnit.SECONDS.toNanos(1);

    /** If nothing was accepted here for so long, there is nothing that the waking could hold up. */
    private static final Duration QUIET = Duration.ofSeconds(5);

    /** Other processes schedule packets, too. */
    private static final long LOOK = TimeUnit.SECONDS.toNanos(10);

    private final Waking waking;
    private final Clock clock;
    private final Outbox outbox;
    private final Timer timer;
    private final Thread thread;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition sooner = lock.newCondition();
    private Instant next = Instant.MIN;
    private boolean noticed;
    private boolean closed;

    public Waker(Waking waking, Clock clock, Outbox outbox, Timer timer) {
        this.waking = waking;
        this.clock = clock;
        this.outbox = outbox;
        this.timer = timer;
        thread = timer.start("bridge-waker", this::run);
    }

    /** A packet waits for this moment. */
    public void notice(Instant due) {
        lock.lock();
        try {
            if (due.isBefore(next)) {
                next = due;
                noticed = true;
                sooner.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Packets may have been scheduled, for nobody knows when. */
    public void lookSoon() {
        notice(Instant.MIN);
    }

    private void run() {
        long looked = timer.nanos() - LOOK;
        while (await()) {
            try {
                boolean due = isDue();
                if (due) {
                    wakeAll();
                }
                if (due || timer.nanos() - looked >= LOOK) {
                    look();
                    looked = timer.nanos();
                }
            } catch (LedgerUnavailableException e) {
                LOG.atWarn().log("packets that are due wait for the database: {}", e.getMessage());
            } catch (RuntimeException e) { // no fault may end the waking
                LOG.atError().setCause(e).log("packets that are due could not be woken; they are looked for again");
            }
        }
    }

    private void wakeAll() {
        while (waking.wake(clock.instant(), outbox.isTaking(QUIET), outbox::announce) > 0) {
            outbox.lookAtQueued();
        }
    }

    private void look() {
        forget(); // what is noticed while we ask counts
        notice(waking.next().orElse(Instant.MAX));
    }

    private void forget() {
        lock.lock();
        try {
            next = Instant.MAX;
        } finally {
            lock.unlock();
        }
    }

    private boolean isDue() {
        lock.lock();
        try {
            return !next.isAfter(clock.instant());
        } finally {
            lock.unlock();
        }
    }

    /** Returns false once it is closed. */
    private boolean await() {
        lock.lock();
        try {
            for (long left = pause(); left > 0 && !noticed && !closed;) {
                left = timer.await(lock, sooner, left);
            }
            noticed = false;
            return !closed;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } finally {
            lock.unlock();
        }
    }

    private long pause() {
        var now = clock.instant();
        boolean soon = next.isAfter(now) && next.isBefore(now.plusNanos(TICK));
        return soon ? Duration.between(now, next).toNanos() : TICK;
    }

    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            sooner.signalAll();
        } finally {
            lock.unlock();
        }
        try {
            var _ = timer.join(thread, Duration.ofSeconds(5));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
