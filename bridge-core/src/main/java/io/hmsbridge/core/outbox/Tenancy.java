package io.hmsbridge.core.outbox;

import io.hmsbridge.core.ledger.Queued;
import io.hmsbridge.core.ledger.Span;
import io.hmsbridge.core.time.Timer;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The tenure that a lane has at present, if any: what comes in goes to it. Safe to use from many threads. */
final class Tenancy {

    private static final Logger LOG = LoggerFactory.getLogger(Tenancy.class);

    private final String name;
    private final Timer timer;
    private final ReentrantLock lock;
    private final Runnable ended;
    private final Runnable renewed;
    private Tenure tenure;
    /** Until when nobody else can have the lane, by the timer. */
    private long until;
    /** What was committed here up to this sequence has been offered, whoever had the lane then. */
    private long offeredUpto = -1;

    /**
     * @param lock the lane's
     * @param ended called under the lock when a tenure has ended
     * @param renewed called under the lock when one that had run out holds again
     */
    Tenancy(String name, Timer timer, ReentrantLock lock, Runnable ended, Runnable renewed) {
        this.name = name;
        this.timer = timer;
        this.lock = lock;
        this.ended = ended;
        this.renewed = renewed;
    }

    // The lease

    /** Takes the place of the tenure before, under the lock. */
    void begin(Tenure begun, long leasedUntil) {
        end();
        tenure = begun;
        until = leasedUntil;
    }

    /** The lease holds longer. */
    void prolong(long leasedUntil) {
        locked(() -> {
            if (until - timer.nanos() <= 0) {
                renewed.run();
            }
            until = leasedUntil;
        });
    }

    /** The lane is no longer ours under this epoch. */
    void lose(long epoch) {
        locked(() -> {
            if (tenure != null && tenure.epoch() == epoch) {
                lose();
            }
        });
    }

    /** The lane is no longer ours. */
    void lose() {
        locked(() -> {
            if (tenure != null) {
                LOG.atDebug().addKeyValue("target", name).addKeyValue("epoch", tenure.epoch())
                        .log("lane given up");
            }
            end();
        });
    }

    private void end() {
        if (tenure != null) {
            tenure.end();
            tenure = null;
        }
        ended.run();
    }

    /** The epoch under which the lane is ours; 0 if it is not. */
    long epoch() {
        var current = current();
        return current == null ? 0 : current.epoch();
    }

    /** The tenure, or null. Called under the lock. */
    Tenure tenure() {
        return tenure;
    }

    /** Whether packets may be sent under the lease. Called under the lock. */
    boolean holds(long now) {
        return tenure != null && until - now > 0;
    }

    // What comes in

    /** Packets that were just committed, in order; may ask the database. Returns false if the lane is not ours. */
    boolean offer(List<Queued> packets) {
        for (;;) {
            Tenure offered;
            lock.lock();
            try {
                offered = tenure;
                offeredUpto = packets.getLast().sequence();
                if (offered == null) {
                    return false;
                }
                if (offered.offer(packets)) {
                    return true;
                }
            } finally {
                lock.unlock();
            }
            offered.find(packets);
            if (offered == current()) {
                return true;
            }
        }
    }

    /** Whether a packet of this sequence will not be offered any more: it is to be read, if it is not in memory. Called under the lock. */
    boolean wasOffered(long sequence) {
        return sequence <= offeredUpto;
    }

    /** Looks among these sequences for packets that nobody told us of. */
    void look(Span sequences) {
        var current = current();
        if (current != null) {
            current.look(sequences);
        }
    }

    /** Operators have withdrawn packets of this lane: none of them goes out from now on. */
    void lookAtWithdrawn() {
        var current = current();
        if (current != null) {
            current.lookAtWithdrawn();
        }
    }

    /** See {@link Tenure#sweep}. */
    void sweep(boolean fromHead) {
        ifOurs(ours -> ours.sweep(fromHead));
    }

    private Tenure current() {
        lock.lock();
        try {
            return tenure;
        } finally {
            lock.unlock();
        }
    }

    private void ifOurs(Consumer<Tenure> action) {
        locked(() -> {
            if (tenure != null) {
                action.accept(tenure);
            }
        });
    }

    private void locked(Runnable action) {
        lock.lock();
        try {
            action.run();
        } finally {
            lock.unlock();
        }
    }
}
