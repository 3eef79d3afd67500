package io.hmsbridge.core.ledger;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Which dead packets are meant. A text that is empty asks for nothing.
 *
 * @param target the target's name
 * @param type the event's type
 * @param key the packet's key
 * @param reason what its reason contains, in small letters or large
 * @param from accepted at this time or later; null for any
 * @param to accepted before this time; null for any
 * @param waiting all that wait of the target, not only what is dead: for a target that was renamed or removed
 */
public record DeadQuery(String target, String type, String key, String reason, Instant from, Instant to,
        boolean waiting) {

    /** All dead packets. */
    public static final DeadQuery ALL = new DeadQuery("", "", "", "", null, null, false);

    /** @throws IllegalArgumentException if it asks for what waits without naming a target */
    public DeadQuery {
        if (waiting && target.isEmpty()) {
            throw new IllegalArgumentException("packets that still wait are only acted on for one target: name it");
        }
        if (from != null && to != null && !from.isBefore(to)) {
            throw new IllegalArgumentException("the time from which on is not before the time up to which");
        }
    }

    public static DeadQuery ofTarget(String name) {
        return new DeadQuery(name, "", "", "", null, null, false);
    }

    public DeadQuery withReason(String part) {
        return new DeadQuery(target, type, key, part, from, to, waiting);
    }

    /** Those of the target that still wait, too. */
    public DeadQuery withWaiting() {
        return new DeadQuery(target, type, key, reason, from, to, true);
    }

    /** For people: {@code dead packets of payroll whose reason contains "422"}. */
    @Override
    public String toString() {
        var parts = new ArrayList<String>();
        parts.add(waiting ? "dead and waiting packets" : "dead packets");
        if (!target.isEmpty()) {
            parts.add("of " + target);
        }
        if (!type.isEmpty()) {
            parts.add("of type " + type);
        }
        if (!key.isEmpty()) {
            parts.add("of key " + key);
        }
        if (!reason.isEmpty()) {
            parts.add("whose reason contains \"" + reason + "\"");
        }
        if (from != null) {
            parts.add("accepted from " + from);
        }
        if (to != null) {
            parts.add((from == null ? "accepted before " : "to ") + to);
        }
        return String.join(" ", parts);
    }

    /** Past which packet to list on, in the order of targets and their lanes; its text is for clients to hand back. */
    public record After(String target, long sequence, int part) {

        private static final Pattern TEXT = Pattern.compile("(\\d{1,18})\\.(\\d{1,9})@(.+)");

        public static After of(PacketView packet) {
            return new After(packet.id().target(), packet.sequence(), packet.id().part());
        }

        public static Optional<After> parse(String text) {
            var matcher = TEXT.matcher(text);
            return matcher.matches() ? Optional.of(new After(matcher.group(3), Long.parseLong(matcher.group(1)),
                    Integer.parseInt(matcher.group(2)))) : Optional.empty();
        }

        @Override
        public String toString() {
            return sequence + "." + part + "@" + target;
        }
    }
}
