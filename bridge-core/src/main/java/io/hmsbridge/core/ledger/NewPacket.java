package io.hmsbridge.core.ledger;

import io.hmsbridge.api.Packet;

/**
 * A packet on its way into the ledger.
 *
 * @param target the target's number
 * @param part 0, or the number of the element it was made of
 * @param content as a connector gets it
 * @param json the content as the JSON bytes that are stored
 * @param sheet the number of the sheet's version that made it
 * @param policy the number of the policy's version that vetted it, 0 for none
 * @param fate whether it is to be sent, or has ended already
 */
public record NewPacket(int target, String targetName, int part, String key, Packet.Form form, Object content,
        byte[] json, int sheet, int policy, Fate fate) {

    /** What is to become of a new packet. */
    public sealed interface Fate {

        /** It goes into the outbox. */
        record Queue() implements Fate {}

        /** It ends at once: nothing changed, governance blocked it, or it could not be mapped. */
        record End(Outcome outcome, String detail) implements Fate {}
    }

    /** Packets of one target and key keep their order; collisions merely share it. */
    public long keyHash() {
        return KeyHash.of(key);
    }
}
