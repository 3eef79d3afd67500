package io.hmsbridge.core.ledger;

import java.time.Instant;
import java.util.EnumSet;
import java.util.Set;

/**
 * Which packets are looked for. A text that is empty asks for nothing.
 *
 * @param target the target's name
 * @param type the event's type
 * @param key the packet's key, as it is stored
 * @param states where they stand; all of them ask for nothing. {@link PacketState#SENDING} is known to lanes alone and finds none
 * @param from accepted at this time or later; null for any
 * @param to accepted before this time; null for any
 */
public record PacketSearch(String target, String type, String key, Set<PacketState> states, Instant from, Instant to) {

    /** All packets. */
    public static final PacketSearch ALL =
            new PacketSearch("", "", "", EnumSet.allOf(PacketState.class), null, null);

    /** @throws IllegalArgumentException if no time is within its bounds, or no state among its states */
    public PacketSearch {
        states = Set.copyOf(states);
        if (states.isEmpty()) {
            throw new IllegalArgumentException("no state is asked for");
        }
        if (from != null && to != null && !from.isBefore(to)) {
            throw new IllegalArgumentException("the time from which on is not before the time up to which");
        }
    }

    public PacketSearch ofTarget(String name) {
        return new PacketSearch(name, type, key, states, from, to);
    }

    /** Whether a packet's event was accepted at a time that is asked for. */
    public boolean isAcceptedInTime(PacketView packet) {
        return (from == null || !packet.acceptedAt().isBefore(from))
                && (to == null || packet.acceptedAt().isBefore(to));
    }

    boolean isOfAnyState() {
        return states.size() == PacketState.values().length;
    }
}
