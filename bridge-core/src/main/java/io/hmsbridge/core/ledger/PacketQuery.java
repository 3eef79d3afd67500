package io.hmsbridge.core.ledger;

/**
 * Which packets to list.
 *
 * @param from the lowest number of an event
 * @param to the highest
 * @param target the target's name, or empty for any
 * @param limit the most to list
 */
public record PacketQuery(long from, long to, String target, int limit) {

    public static PacketQuery latest(int limit) {
        return new PacketQuery(0, Long.MAX_VALUE, "", limit);
    }

    public static PacketQuery ofEvent(long event) {
        return new PacketQuery(event, event, "", 1000);
    }

    /** To page on: packets of events older than {@code event}. */
    public PacketQuery before(long event) {
        return new PacketQuery(from, event - 1, target, limit);
    }

    public PacketQuery ofTarget(String name) {
        return new PacketQuery(from, to, name, limit);
    }
}
