package io.hmsbridge.core.ledger;

import io.hmsbridge.api.PacketId;
import java.util.List;
import java.util.Optional;

/**
 * What one commit of an operator's act did.
 *
 * @param act as the ledger has it; empty if there was nothing that could be done
 * @param queued the sequences that were put into the outbox; null if none
 * @param packets the revisions that were queued
 * @param freed the keys of which a packet left the outbox, some of them dead ones that may have held up others
 * @param blocked the packets that stay as they are since governance does not let them pass, with the reasons
 */
public record Settled(Optional<Act> act, Span queued, List<PacketId> packets, List<Freed> freed,
        List<Blocked> blocked) {

    public record Freed(int target, long keyHash) {}

    public record Blocked(PacketId packet, String reason) {}
}
