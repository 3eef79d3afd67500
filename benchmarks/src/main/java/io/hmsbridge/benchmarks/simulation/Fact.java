package io.hmsbridge.benchmarks.simulation;

import io.hmsbridge.api.PacketId;
import io.hmsbridge.core.ledger.Outcome;
import java.util.Map;

/** Something that happened, as one can see it who sees everything. */
sealed interface Fact {

    /** A client begins to emit an event, the first time or again. */
    record Begun(String event) implements Fact {}

    /** A client is told that an event was accepted. */
    record Answered(String event) implements Fact {}

    /** An event was accepted with this packet. */
    record Accepted(String event, PacketId packet, String key, long sequence, Map<String, Object> content)
            implements Fact {}

    /** An event was accepted with a packet that waits for its effective date. */
    record Scheduled(String event, PacketId packet) implements Fact {}

    /** A packet's effective date has come: it is at its key's tail. */
    record Woken(String event, PacketId packet, String key, long sequence, Map<String, Object> content)
            implements Fact {}

    /** An operator has put a packet at its key's tail again, as a new revision. */
    record Requeued(PacketId packet, String key, long sequence, Map<String, Object> content) implements Fact {}

    /** An operator has given a packet to another target, where it is at its key's tail. */
    record Redirected(PacketId from, String event, PacketId packet, String key, long sequence,
            Map<String, Object> content) implements Fact {}

    /** An operator is told that a packet was given to another target. */
    record Told(PacketId packet) implements Fact {}

    /** A process has a lane under an epoch from now on. */
    record Owned(String target, int node, long epoch) implements Fact {}

    /** A process's connector was handed a packet. */
    record Sent(String target, int node, PacketId packet, String key, long sequence, String idempotencyKey,
            Map<String, Object> content) implements Fact {}

    /** A target has taken a packet, whatever it said of it. */
    record Took(String target, PacketId packet, String key, long sequence, Map<String, Object> content)
            implements Fact {}

    /** A target has refused a packet for ever, whether or not anybody comes to know. */
    record Refused(PacketId packet) implements Fact {}

    /**
     * A row was committed that says how an attempt went, or how a packet ended.
     *
     * @param node which process did it; 0 for an operator
     */
    record Recorded(PacketId packet, int node, long epoch, Outcome outcome) implements Fact {}

    /** A replay sends a packet again as it is. */
    record Replayed(PacketId packet, String key, long sequence, Map<String, Object> content) implements Fact {}

    /** When all was over, a packet was still in the outbox. */
    record Left(PacketId packet, boolean dead) implements Fact {}
}
