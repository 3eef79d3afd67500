package io.hmsbridge.core.outbox;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The keys of a lane that wait: for a packet's next try, for an operator to act on a dead one, or for their held packets to be
 * read. Guarded by the lane's lock.
 */
final class WaitingKeys {

    private static final class Key {
        /** When its packet's waiting was committed; {@link #NOT_YET} until then, and while the packet is in memory. */
        private long waitsSince = NOT_YET;
        /** When it was committed that its packet is dead. */
        private long deadSince = NOT_YET;
        /** How many packets were held since held ones were last asked for. */
        private int held;

        boolean hasWaitedSince(long time) {
            return waitsSince <= time || deadSince <= time;
        }
    }

    private static final long NOT_YET = Long.MAX_VALUE;

    private final Map<Long, Key> keys = new HashMap<>();

    /** Counts what happened, in place of a clock. */
    private long now;

    private long lastFreed;
    private long outdated;
    private int dead;

    /** To be noted before the ledger is asked for packets that are due, or dead. */
    long now() {
        return now;
    }

    boolean contains(long key) {
        return !keys.isEmpty() && keys.containsKey(key);
    }

    /** A packet of this key must wait for its next try, or is dead. */
    void park(long key) {
        keys.computeIfAbsent(key, _ -> new Key()).waitsSince = NOT_YET;
    }

    /** That it waits is committed. */
    void waits(long key) {
        var waiting = keys.get(key);
        if (waiting != null) {
            waiting.waitsSince = ++now;
        }
    }

    /** That it is dead is committed. */
    void dies(long key) {
        var waiting = keys.get(key);
        if (waiting != null) {
            waiting.deadSince = ++now;
            dead++;
        }
    }

    boolean isEmpty() {
        return keys.isEmpty();
    }

    boolean hasDead() {
        return dead > 0;
    }

    /** A packet of this key was held. */
    void held(long key) {
        keys.get(key).held++;
    }

    /**
     * The waiting packet of this key is due, said a ledger that was asked at {@code asked}. False if that is out of date: the
     * packet is in memory, or was in the meantime.
     */
    boolean tryAgain(long key, long asked) {
        var waiting = keys.get(key);
        if (isOutdated(asked) || (waiting == null ? lastFreed : waiting.waitsSince) > asked) {
            return false;
        }
        park(key);
        return true;
    }

    /**
     * The keys whose waiting or dead packet has been acted upon, by what the ledger had of them when it was asked; they wait for
     * it no more.
     */
    List<Long> revived(Set<Long> stillWaiting, long asked) {
        var revived = keys.entrySet().stream()
                .filter(e -> e.getValue().hasWaitedSince(asked) && !stillWaiting.contains(e.getKey()))
                .map(Map.Entry::getKey).toList();
        for (var key : revived) {
            var waiting = keys.get(key);
            if (waiting.deadSince != NOT_YET) {
                dead--;
            }
            waiting.deadSince = NOT_YET;
            waiting.waitsSince = NOT_YET;
        }
        return revived;
    }

    /** What the ledger was asked before is out of date: packets have been withdrawn. */
    void outdate() {
        outdated = ++now;
    }

    boolean isOutdated(long asked) {
        return outdated > asked;
    }

    /** Held packets of this key are about to be asked for. */
    void asked(long key) {
        keys.computeIfAbsent(key, _ -> new Key()).held = 0;
    }

    /** None were found. Frees the key, unless packets were held since they were asked for: then it returns false. */
    boolean free(long key) {
        var waiting = keys.get(key);
        if (waiting != null && waiting.held > 0) {
            return false;
        }
        keys.remove(key);
        lastFreed = ++now;
        return true;
    }
}
