package io.hmsbridge.api;

/**
 * Names one packet: what one target gets of one event.
 *
 * @param event the ledger's number of the event
 * @param target the target's name
 * @param part 0, or from 1 on the element's number where a sheet makes several packets of one event
 * @param revision 0, and one more for every change of content; each revision has its own idempotency key
 */
public record PacketId(long event, String target, int part, int revision) {

    /** The short form people see: {@code pkt-17}, or {@code pkt-17.3} for part 3. The target is named beside it. */
    public String text() {
        return part == 0 ? "pkt-" + event : "pkt-" + event + "." + part;
    }

    @Override
    public String toString() {
        return text() + "@" + target + (revision == 0 ? "" : " rev " + revision);
    }
}
