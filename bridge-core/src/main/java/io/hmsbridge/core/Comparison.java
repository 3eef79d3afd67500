package io.hmsbridge.core;

import io.hmsbridge.api.PacketId;
import io.hmsbridge.core.ledger.Span;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Predicate;

/**
 * What becomes otherwise if one sheet takes the place of another, over a part of the recorded events.
 *
 * @param changes what is different in the sheets themselves, in words; may be empty
 * @param events how many events were looked at
 * @param mapped of how many of them one of the sheets makes a packet
 * @param targets how many packets stay and change, by target
 * @param differences the first packets that change
 * @param after the number of the last event that was looked at, to go on from; empty if that was all
 */
public record Comparison(String changes, long events, long mapped, Map<String, Tally> targets,
        List<Difference> differences, OptionalLong after) {

    /**
     * Over which events, and what of them the caller may see.
     *
     * @param numbers which events
     * @param from those of them that were accepted at this time or later
     * @param to and before this time
     * @param sources from which sources; others count as if they were not there
     * @param targets for which targets
     * @param limit the most differences to tell
     */
    public record Query(Span numbers, Instant from, Instant to, Predicate<String> sources, Predicate<String> targets,
            int limit) {}

    /** How many packets of a target stay as they are, and how many do not. */
    public record Tally(long same, long changed, long added, long removed) {

        static final Tally NONE = new Tally(0, 0, 0, 0);

        Tally with(Kind kind) {
            return switch (kind) {
                case SAME -> new Tally(same + 1, changed, added, removed);
                case CHANGED -> new Tally(same, changed + 1, added, removed);
                case ADDED -> new Tally(same, changed, added + 1, removed);
                case REMOVED -> new Tally(same, changed, added, removed + 1);
            };
        }
    }

    /** What becomes of a packet. */
    public enum Kind {
        SAME, CHANGED, ADDED, REMOVED
    }

    /**
     * A packet that changes.
     *
     * @param id of the event, as its source named it
     * @param old as the old sheet makes it; empty if it makes none
     * @param fresh as the new sheet makes it; empty if it makes none
     * @param lines what is different, for people: lines that begin with {@code -} or {@code +}
     */
    public record Difference(PacketId packet, String source, String id, String type, Kind kind,
            Optional<TriedPacket> old, Optional<TriedPacket> fresh, List<String> lines) {}
}
