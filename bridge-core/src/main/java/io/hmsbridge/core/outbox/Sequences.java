package io.hmsbridge.core.outbox;

import io.hmsbridge.core.ledger.Queued;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The sequences that a tenure's packets bear at their target: their own, or that of the one before of their key, if that is higher. Two
 * events of a key that are emitted at one time may be committed in the other order than they were numbered. If the later number has gone
 * by then, the lower one would be refused by a target that remembers sequences, and fields that only it has were lost.
 *
 * <p>Safe to use from many threads, as long as of each key one packet is out at a time.
 */
final class Sequences {

    /** The keys that were sent last: what comes late, comes soon. */
    private static final int KEYS = 4_096;

    private final Map<Long, Long> last = new LinkedHashMap<>(16, 0.75f, true) {

        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, Long> eldest) {
            return size() > KEYS;
        }
    };

    /** The sequence to send a packet with. */
    synchronized long of(Queued packet) {
        return last.merge(packet.keyHash(), packet.sequence(), Math::max);
    }
}
