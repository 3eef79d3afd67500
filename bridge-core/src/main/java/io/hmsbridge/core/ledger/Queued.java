package io.hmsbridge.core.ledger;

import io.hmsbridge.api.Packet;
import io.hmsbridge.api.PacketId;
import io.hmsbridge.core.json.WrittenMap;

/**
 * A packet that has an outbox row.
 *
 * @param target the target's number
 * @param tries how often it was tried
 * @param waited how long it has waited between its tries, in milliseconds: its age, as far as giving up goes
 * @param sheet the number of the sheet's version that made it
 * @param traceparent the trace it belongs to, or empty
 * @param tracestate what goes with that, or empty
 * @param governed what governance said of it as it stands; of no policy if it is to be asked again before it goes
 */
public record Queued(PacketId id, int target, long sequence, String key, long keyHash, int tries, long waited,
        Packet.Form form,
        Object content, int sheet,
        Packet.Origin origin, String traceparent, String tracestate, Governed governed) {

    /** Without a state of its trace. */
    public Queued(PacketId id, int target, long sequence, String key, long keyHash, int tries, long waited,
            Packet.Form form, Object content, int sheet, Packet.Origin origin, String traceparent, Governed governed) {
        this(id, target, sequence, key, keyHash, tries, waited, form, content, sheet, origin, traceparent, "",
                governed);
    }

    /** Its place in the lane. */
    public Position position() {
        return new Position(sequence, id.part());
    }

    /** About how many bytes it takes in memory. */
    public int weight() {
        return 256 + (content instanceof WrittenMap map ? map.json().length : 1_024);
    }

    @Override
    public String toString() {
        return id.toString();
    }
}
