package io.hmsbridge.core.ledger;

import io.hmsbridge.api.PacketId;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What one commit of an operator's act did.
 *
 * @param act as the ledger has it; empty if there was nothing that could be done
 * @param packets the revisions that were queued
 * @param withdrawn the targets whose lanes had to send some of what left the outbox
 * @param blocked the packets that stay as they are since governance does not let them pass, with the reasons
 */
public record Settled(Optional<Act> act, List<PacketId> packets, Set<Integer> withdrawn, List<Blocked> blocked) {

    public record Blocked(PacketId packet, String reason) {}
}
