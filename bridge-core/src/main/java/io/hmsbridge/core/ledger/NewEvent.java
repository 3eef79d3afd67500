package io.hmsbridge.core.ledger;

import io.hmsbridge.api.Event;
import java.util.List;

/**
 * An accepted event on its way into the ledger, with all that was made of it.
 *
 * @param data the event's data as the JSON bytes that are stored
 * @param bodyHash tells another body under the same source and id: SHA-256 over all that the source said
 */
public record NewEvent(Event event, byte[] data, byte[] bodyHash, List<NewPacket> packets) {

    public NewEvent {
        packets = List.copyOf(packets);
    }
}
