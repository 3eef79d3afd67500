package io.hmsbridge.core.outbox;

import java.util.HashMap;
import java.util.Map;

/** The keys of a lane whose packet waits for its next try, or whose followers are still held. Guarded by the lane's lock. */
final class WaitingKeys {

    private static final class Key {
        /** The waiting packet is in memory again. */
        private boolean trying;
        /** How many packets were held since held ones were last asked for. */
        private int held;
    }

    private final Map<Long, Key> keys = new HashMap<>();

    boolean contains(long keyHash) {
        return keys.containsKey(keyHash);
    }

    /** A packet of this key must wait for its next try. */
    void park(long keyHash) {
        keys.computeIfAbsent(keyHash, _ -> new Key()).trying = false;
    }

    /** A packet of this key was held. */
    void held(long keyHash) {
        keys.get(keyHash).held++;
    }

    /** The waiting packet of this key is due; false if it is in memory already. */
    boolean tryAgain(long keyHash) {
        var key = keys.computeIfAbsent(keyHash, _ -> new Key());
        boolean first = !key.trying;
        key.trying = true;
        return first;
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
        return true;
    }
}
