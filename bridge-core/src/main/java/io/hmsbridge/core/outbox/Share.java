package io.hmsbridge.core.outbox;

import io.hmsbridge.core.time.Timer;
import java.util.LinkedHashSet;
import java.util.OptionalLong;
import java.util.SequencedSet;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The limits that the lanes of several targets keep together in this process. Where there is no room the lanes stand in line, and each
 * sends once before another's turn comes again: a busy one does not crowd out the others. When one of their targets asks for a pause,
 * it is one for all of them. Safe to use from many threads; its lock is taken within that of a lane.
 */
final class Share {

    private static final Logger LOG = LoggerFactory.getLogger(Share.class);

    /** For a lane that is called when its turn has come. */
    static final long UNTIL_CALLED = Long.MAX_VALUE;

    private final String name;
    private final Timer timer;
    private final ReentrantLock lock = new ReentrantLock();
    private final SequencedSet<Lane> line = new LinkedHashSet<>();
    private SharedLimits limits;
    private int lanesHere = 1;
    private int lanes = 1;
    private int concurrency;
    private Pacer pacer;
    private int out;
    private String pauseReason = "";
    private long pausedUntil;

    Share(SharedLimits limits, Timer timer) {
        name = limits.name();
        this.timer = timer;
        this.limits = limits;
        apply();
    }

    private void apply() {
        concurrency = limits.concurrency().isEmpty() ? Integer.MAX_VALUE
                : Math.max(1, limits.concurrency().getAsInt() * lanesHere / lanes);
        pacer = new Pacer(limits.rate().map(rate -> rate.part(lanesHere, lanes)), timer.nanos());
        pausedUntil = timer.nanos();
    }

    /** From now on these limits. */
    void follow(SharedLimits newLimits) {
        locked(() -> {
            if (!limits.equals(newLimits)) {
                limits = newLimits;
                apply();
                callFirst();
            }
        });
    }

    /** This process keeps to its part of the limits: as many lanes as it runs of all that are run. */
    void divide(int here, int all) {
        locked(() -> {
            if (here > 0 && (here != lanesHere || all != lanes)) {
                lanesHere = here;
                lanes = all;
                apply();
                callFirst();
            }
        });
    }

    /**
     * Asks for a call to the target.
     *
     * @return 0 if it may be made, and {@link #back} follows; else how many nanoseconds the lane is to wait, which stands in line now
     */
    long enter(Lane lane, long now) {
        lock.lock();
        try {
            boolean first = line.isEmpty() || line.getFirst() == lane;
            long pause = !first || out >= concurrency ? UNTIL_CALLED : pacer.pause(now);
            if (pause > 0) {
                line.add(lane);
                return pause;
            }
            line.remove(lane);
            out++;
            callFirst();
            return 0;
        } finally {
            lock.unlock();
        }
    }

    /** So many packets go in a call that was asked for just before. */
    void pass(int packets, long now) {
        locked(() -> pacer.pass(packets, now));
    }

    /** The lane does not wait for its turn any more. */
    void leave(Lane lane) {
        locked(() -> {
            if (line.remove(lane)) {
                callFirst();
            }
        });
    }

    /** A call has ended, or is not made. */
    void back() {
        locked(() -> {
            out--;
            callFirst();
        });
    }

    /** One of the targets asks for a pause. */
    void heed(Sender.Pause pause) {
        long now = timer.nanos();
        OptionalLong slowed;
        lock.lock();
        try {
            pacer.hold(pause.atMost(), now);
            slowed = pacer.slowDown(pause.atMost(), now);
            pauseReason = pause.reason();
            pausedUntil = Math.max(pausedUntil, now + pause.atMost().toNanos());
        } finally {
            lock.unlock();
        }
        slowed.ifPresent(rate -> LOG.atInfo().addKeyValue("share", name)
                .log("the system wants less: {}/s for a while", rate));
    }

    /** To how many packets a second they are slowed down in this process; 0 if they are not. */
    double slowedTo() {
        lock.lock();
        try {
            return pacer.slowedTo(timer.nanos());
        } finally {
            lock.unlock();
        }
    }

    /** Why nothing is sent, or empty. */
    String standstill() {
        lock.lock();
        try {
            return pausedUntil - timer.nanos() > 0 ? pauseReason : "";
        } finally {
            lock.unlock();
        }
    }

    /** Not from here: a lane is locked before we are. */
    private void callFirst() {
        if (!line.isEmpty() && out < concurrency) {
            timer.soon(line.getFirst()::turn);
        }
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
