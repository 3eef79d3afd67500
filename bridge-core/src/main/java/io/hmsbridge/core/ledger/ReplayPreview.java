package io.hmsbridge.core.ledger;

import java.time.Instant;
import java.util.Map;
import java.util.OptionalLong;

/**
 * What a replay would do, before it does anything.
 *
 * @param from of the window
 * @param to of the window, which ends now at the latest
 * @param events the events of the window that are asked for
 * @param unmatched of these, how many no sheet matched
 * @param packets their packets that would be sent again if none was overtaken, by target; what mapping them again will make of
 *     them is not known before
 * @param waiting packets that would be left out since they are in the outbox anyway
 * @param overtaken how many of the packets have a newer one of their key: so many at most would be left out; empty if they were
 *     too many to count
 * @param complete whether all were counted; if not, the time for it was over, and there are more
 */
public record ReplayPreview(Instant from, Instant to, long events, long unmatched, Map<String, Long> packets,
        long waiting,
        OptionalLong overtaken, boolean complete) {

    /** The packets of all targets. */
    public long total() {
        return packets.values().stream().mapToLong(Long::longValue).sum();
    }
}
