package io.hmsbridge.core.ledger;

import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What of the ledger is to be sent again, and how: the packets of all events that were accepted in a window. A text that is empty
 * asks for nothing.
 *
 * @param from accepted at this time or later
 * @param to accepted before this time
 * @param target the target's name
 * @param type the events' type
 * @param key the packets' key
 * @param states how the packets ended: the latest revision of each; empty for what is usual, which is SENT, or whatever became
 *     of them where they are mapped again
 * @param remapped made anew from the events by the sheets now in force, those too that matched none before; else as they were sent
 * @param forced under a new idempotency key, so that targets that remember the old one take them again
 * @param withOvertaken packets, too, of which newer ones of the same target, sheet and key have overwritten all
 * @param rate the most packets in a time, as {@code 50/s}; empty for no limit
 * @param backfill its target gets what was accepted before it was there; empty where it is sent again
 */
public record Replay(Instant from, Instant to, String target, String type, String key, Set<PacketState> states,
        boolean remapped, boolean forced, boolean withOvertaken, String rate, Optional<Backfill> backfill) {

    /**
     * How a target gets what was accepted before it was there: of each event what the sheets in force make of it, unless it has had a
     * packet of it.
     *
     * @param latestPerKey one packet of each key, that of the newest event, with the newest values of all fields
     * @param liveFirst what is accepted meanwhile goes before what is not queued yet; else after it
     */
    public record Backfill(boolean latestPerKey, boolean liveFirst) {}

    private static final Set<PacketState> AS_SENT = EnumSet.of(PacketState.SENT, PacketState.DISCARDED,
            PacketState.SUPERSEDED);
    private static final Set<PacketState> ENDS = EnumSet.range(PacketState.SENT, PacketState.SUPERSEDED);

    /** @throws IllegalArgumentException if it can find nothing, saying why */
    public Replay {
        states = Set.copyOf(states);
        if (!from.isBefore(to)) {
            throw new IllegalArgumentException("from %s is not before to %s".formatted(from, to));
        }
        if (backfill.isPresent() && (target.isEmpty() || !states.isEmpty() || !remapped || forced)) {
            throw new IllegalArgumentException("a backfill is of one target, and of events that it has no packets of");
        }
        for (var state : states) {
            if (!state.isTerminal()) {
                throw new IllegalArgumentException("packets that are %s go on by themselves".formatted(state));
            }
            if (!remapped && !AS_SENT.contains(state)) {
                throw new IllegalArgumentException(state == PacketState.DEAD
                        ? "dead packets are not replayed as they are: requeue them, or have them mapped again"
                        : "what ended as %s has nothing to send: have it mapped again".formatted(state));
            }
        }
    }

    /** All that was sent of the events accepted in a window, but for what was overtaken. */
    public static Replay between(Instant from, Instant to) {
        return new Replay(from, to, "", "", "", Set.of(), false, false, false, "", Optional.empty());
    }

    /** Gives a target that was added what was accepted before, mapped by the sheets in force. */
    public static Replay backfill(String target, Instant from, Instant to, Backfill how) {
        return new Replay(from, to, target, "", "", Set.of(), true, false, false, "", Optional.of(how));
    }

    public Replay ofTarget(String name) {
        return new Replay(from, to, name, type, key, states, remapped, forced, withOvertaken, rate, backfill);
    }

    public Replay ofType(String name) {
        return new Replay(from, to, target, name, key, states, remapped, forced, withOvertaken, rate, backfill);
    }

    public Replay ofKey(String text) {
        return new Replay(from, to, target, type, text, states, remapped, forced, withOvertaken, rate, backfill);
    }

    public Replay thatEnded(Set<PacketState> how) {
        return new Replay(from, to, target, type, key, how, remapped, forced, withOvertaken, rate, backfill);
    }

    public Replay mappedAgain() {
        return new Replay(from, to, target, type, key, states, true, forced, withOvertaken, rate, backfill);
    }

    public Replay underNewKeys() {
        return new Replay(from, to, target, type, key, states, remapped, true, withOvertaken, rate, backfill);
    }

    public Replay includingOvertaken() {
        return new Replay(from, to, target, type, key, states, remapped, forced, true, rate, backfill);
    }

    public Replay at(String most) {
        return new Replay(from, to, target, type, key, states, remapped, forced, withOvertaken, most, backfill);
    }

    /** The same up to another time. */
    Replay upTo(Instant end) {
        return new Replay(from, end, target, type, key, states, remapped, forced, withOvertaken, rate, backfill);
    }

    /** Whether a packet that was mapped again is one of those that are asked for. */
    boolean asksFor(NewPacket packet) {
        return (target.isEmpty() || target.equals(packet.targetName())) && (key.isEmpty() || key.equals(packet.key()));
    }

    /** Whether one packet of each key is wanted. */
    boolean isOfLatest() {
        return backfill.filter(Backfill::latestPerKey).isPresent();
    }

    /** The states that are looked for. */
    Set<PacketState> sought() {
        return !states.isEmpty() ? states
                : remapped ? ENDS : EnumSet.of(PacketState.SENT);
    }

    /** Whatever became of them, even if that was nothing. */
    boolean asksForAll() {
        return sought().equals(ENDS);
    }

    /** For people: {@code packets of payroll accepted from 2026-11-25T00:00:00Z to 2026-11-26T00:00:00Z, mapped again}. */
    @Override
    public String toString() {
        var parts = new ArrayList<String>();
        parts.add("packets");
        if (!target.isEmpty()) {
            parts.add("of " + target);
        }
        if (!type.isEmpty()) {
            parts.add("of type " + type);
        }
        if (!key.isEmpty()) {
            parts.add("of key " + key);
        }
        if (!states.isEmpty() && !asksForAll()) {
            parts.add("that ended "
                    + states.stream().sorted().map(PacketState::name).collect(Collectors.joining(" or ")));
        }
        parts.add("accepted from " + from + " to " + to
                + (backfill.isPresent() ? "" : remapped ? ", mapped again" : ", as sent")
                + backfill.map(Replay::words).orElse("")
                + (forced ? ", under new keys" : "") + (withOvertaken ? ", overtaken ones too" : "")
                + (rate.isEmpty() ? "" : ", " + rate));
        return String.join(" ", parts);
    }

    private static String words(Backfill how) {
        return ", of which it has had none" + (how.latestPerKey ? ", the latest of each key" : "")
                + (how.liveFirst ? ", after live packets" : ", before live packets");
    }
}
