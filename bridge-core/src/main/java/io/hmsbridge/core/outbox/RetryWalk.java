package io.hmsbridge.core.outbox;

import io.hmsbridge.core.ledger.Position;
import io.hmsbridge.core.ledger.Queued;
import io.hmsbridge.core.ledger.Store.DuePage;
import io.hmsbridge.core.time.Timer;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.Lock;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/**
 * Reads the packets of one lane that are to be tried again, page by page, as room comes. All but the reading itself happens under
 * the lane's lock.
 */
final class RetryWalk {

    /** Takes what was found. */
    interface Finder {

        /** To be handed back with what was found: tells what has changed since. */
        long asking();

        void found(List<Queued> packets, long asked);
    }

    private final LaneReader reader;
    private final Timer timer;
    private final Lock lock;
    private final BooleanSupplier room;
    private final Finder finder;
    private boolean walking;
    private boolean resting;
    /** Whether also those whose time has not come yet. */
    private boolean all;
    private boolean again;
    private boolean againAll;
    private DuePage.Cursor due = DuePage.Cursor.START;
    private Position after = Position.HEAD;

    RetryWalk(LaneReader reader, Timer timer, Lock lock, BooleanSupplier room, Finder finder) {
        this.reader = reader;
        this.timer = timer;
        this.lock = lock;
        this.room = room;
        this.finder = finder;
    }

    /** Looks from the start; if a walk is under way, then once more after it. */
    void start(boolean notOnlyDue) {
        if (walking) {
            again = true;
            againAll |= notOnlyDue;
            return;
        }
        walking = true;
        all = notOnlyDue;
        due = DuePage.Cursor.START;
        after = Position.HEAD;
        timer.soon(this::step);
    }

    /** What was read so far is out of date. */
    void outdated() {
        if (walking) {
            start(all);
        }
    }

    /** There may be room again. */
    void goOn() {
        if (resting && room.getAsBoolean()) {
            resting = false;
            timer.soon(this::step);
        }
    }

    private void step() {
        long asked = locked(finder::asking);
        var page = all ? reader.retries(after) : reader.due(due).map(found -> {
            due = found.next();
            return found.packets();
        });
        locked(() -> {
            took(page, asked);
            return 0L;
        });
    }

    private void took(Optional<List<Queued>> page, long asked) {
        var packets = page.orElse(List.of()); // without an answer the lane's sweep looks again
        finder.found(packets, asked);
        if (packets.size() == Backlog.PAGE) {
            after = packets.getLast().position();
            resting = true;
            goOn();
            return;
        }
        walking = false;
        if (again) {
            boolean notOnlyDue = againAll;
            again = false;
            againAll = false;
            start(notOnlyDue);
        }
    }

    private long locked(LongSupplier action) {
        lock.lock();
        try {
            return action.getAsLong();
        } finally {
            lock.unlock();
        }
    }
}
