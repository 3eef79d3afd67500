package io.hmsbridge.core.ledger;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Which blocked packets are meant. A text that is empty asks for nothing.
 *
 * @param target the target's name
 * @param type the event's type
 * @param dataClass a class on account of which it was blocked, for instance {@code ssn}
 * @param from accepted at this time or later; null for any
 * @param to accepted before this time; null for any
 */
public record BlockedQuery(String target, String type, String dataClass, Instant from, Instant to) {

    /** All that nobody has decided on. */
    public static final BlockedQuery ALL = new BlockedQuery("", "", "", null, null);

    /** @throws IllegalArgumentException if the window ends before it begins */
    public BlockedQuery {
        if (from != null && to != null && !from.isBefore(to)) {
            throw new IllegalArgumentException("the time from which on is not before the time up to which");
        }
    }

    public static BlockedQuery ofTarget(String name) {
        return new BlockedQuery(name, "", "", null, null);
    }

    /** For people: {@code blocked packets of payroll with ssn}. */
    @Override
    public String toString() {
        var parts = new ArrayList<String>();
        parts.add("blocked packets");
        if (!target.isEmpty()) {
            parts.add("of " + target);
        }
        if (!type.isEmpty()) {
            parts.add("of type " + type);
        }
        if (!dataClass.isEmpty()) {
            parts.add("with " + dataClass);
        }
        if (from != null) {
            parts.add("accepted from " + from);
        }
        if (to != null) {
            parts.add((from == null ? "accepted before " : "to ") + to);
        }
        return String.join(" ", parts);
    }

    /** Past which packet to list on; its text is for clients to hand back. */
    public record After(long event, String target, int part) {

        private static final Pattern TEXT = Pattern.compile("(\\d{1,18})\\.(\\d{1,9})@(.+)");

        public static After of(PacketView packet) {
            return new After(packet.id().event(), packet.id().target(), packet.id().part());
        }

        public static Optional<After> parse(String text) {
            var matcher = TEXT.matcher(text);
            return matcher.matches() ? Optional.of(new After(Long.parseLong(matcher.group(1)), matcher.group(3),
                    Integer.parseInt(matcher.group(2)))) : Optional.empty();
        }

        @Override
        public String toString() {
            return event + "." + part + "@" + target;
        }
    }
}
