package io.hmsbridge.core;

import io.hmsbridge.api.PacketId;
import java.util.List;

/**
 * An event that was accepted.
 *
 * @param number the ledger's number of it, from which its packets have their names
 * @param duplicate it had been accepted before; nothing new is sent
 * @param packets the packets made of it, whether they are to be sent or have ended already
 */
public record Emitted(long number, boolean duplicate, List<PacketId> packets) {

    public Emitted {
        packets = List.copyOf(packets);
    }
}
