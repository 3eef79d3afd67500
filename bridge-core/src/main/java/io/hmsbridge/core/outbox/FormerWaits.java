package io.hmsbridge.core.outbox;

import io.hmsbridge.core.ledger.Position;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The packets for which a tenure's keys waited when it began. There may be several for one key where another order held before: all
 * of them go before what comes after them. Guarded by the lane's lock.
 */
final class FormerWaits {

    private final Map<Long, Set<Position>> places = new HashMap<>();

    void add(long key, Position place) {
        places.computeIfAbsent(key, _ -> new HashSet<>()).add(place);
    }

    /** A packet has ended. Returns whether its key waits for more. */
    boolean remains(long key, Position ended) {
        var waited = places.get(key);
        if (waited == null) {
            return false;
        }
        boolean was = waited.remove(ended);
        if (waited.isEmpty()) {
            places.remove(key);
        }
        return was && !waited.isEmpty();
    }

    boolean contains(long key) {
        return places.containsKey(key);
    }

    /** These keys wait no more. */
    void free(List<Long> keys) {
        keys.forEach(places::remove);
    }
}
