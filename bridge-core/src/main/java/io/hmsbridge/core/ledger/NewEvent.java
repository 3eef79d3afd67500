package io.hmsbridge.core.ledger;

import io.hmsbridge.api.Event;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * An accepted event on its way into the ledger, with all that was made of it.
 *
 * @param data the event's data as the JSON bytes that are stored
 * @param bodyHash tells another body under the same source and id: SHA-256 over all that the source said
 */
public record NewEvent(Event event, byte[] data, byte[] bodyHash, List<NewPacket> packets) {

    /** Of an object with its attributes. */
    private static final int OVERHEAD = 512;

    public NewEvent {
        packets = List.copyOf(packets);
    }

    /** When the first of its packets that wait for a date is due; empty if none does. */
    public Optional<Instant> firstDue() {
        Instant first = null;
        for (var packet : packets) { // no stream: it is asked of every event
            var due = packet.due().orElse(null);
            if (due != null && (first == null || due.isBefore(first))) {
                first = due;
            }
        }
        return Optional.ofNullable(first);
    }

    /** Whether one of its packets is to be delivered by some time. */
    public boolean hasDeadline() {
        for (var packet : packets) {
            if (packet.deliverBy().isPresent()) {
                return true;
            }
        }
        return false;
    }

    /** About how much memory it takes while it waits. */
    long bytes() {
        long bytes = (long) OVERHEAD + data.length;
        for (var packet : packets) {
            bytes += (long) OVERHEAD + packet.json().length;
        }
        return bytes;
    }
}
