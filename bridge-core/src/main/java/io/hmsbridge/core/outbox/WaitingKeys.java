package io.hmsbridge.core.outbox;

import java.util.HashMap;
import java.util.Map;

/** The keys of a lane whose packet waits for its next try, or whose followers are still held. Guarded by the lane's lock. */
final class WaitingKeys {

    private static final class Key {
        /** When its packet's waiting was committed; {@link #NOT_YET} until then, and while the packet is in memory. */
        private long waitsSince = NOT_YET;
        /** How many packets were held since held ones were last asked for. */
        private int held;
    }

    private static final long NOT_YET = Long.MAX_VALUE;

    private final Map<Long, Key> keys = new HashMap<>();

    /** Counts what happened, in place of a clock. */
    private long now;

    private long lastFreed;

    /** To be noted before the ledger is asked for packets that are due. */
    long now() {
        return now;
    }

    boolean contains(long keyHash) {
        return keys.containsKey(keyHash);
    }

    /** A packet of this key must wait for its next try. */
    void park(long keyHash) {
        keys.computeIfAbsent(keyHash, _ -> new Key()).waitsSince = NOT_YET;
    }

    /** That it waits is committed. */
    void waits(long keyHash) {
        var key = keys.get(keyHash);
        if (key != null) {
            key.waitsSince = ++now;
        }
    }

    /** A packet of this key was held. */
    void held(long keyHash) {
        keys.get(keyHash).held++;
    }

    /**
     * The waiting packet of this key is due, said a ledger that was asked at {@code asked}. False if that is out of date: the
     * packet is in memory, or was in the meantime.
     */
    boolean tryAgain(long keyHash, long asked) {
        var key = keys.get(keyHash);
        if ((key == null ? lastFreed : key.waitsSince) > asked) {
            return false;
        }
        park(keyHash);
        return true;
    }

    /** Held packets of this key are about to be asked for. */
    void asked(long keyHash) {
        keys.computeIfAbsent(keyHash, _ -> new Key()).held = 0;
    }

    /** None were found. Frees the key, unless packets were held since they were asked for: then it returns false. */
    boolean free(long keyHash) {
        var key = keys.get(keyHash);
        if (key != null && key.held > 0) {
            return false;
        }
        keys.remove(keyHash);
        lastFreed = ++now;
        return true;
    }
}
