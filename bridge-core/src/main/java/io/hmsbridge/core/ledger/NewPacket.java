package io.hmsbridge.core.ledger;

import io.hmsbridge.api.Packet;
import java.time.Instant;
import java.util.Optional;

/**
 * A packet on its way into the ledger.
 *
 * @param target the target's number
 * @param part 0, or the number of the element it was made of
 * @param content as a connector gets it
 * @param json the content as the JSON bytes that are stored
 * @param sheet the number of the sheet's version that made it
 * @param governed what governance said of it
 * @param deliverBy by when its target is to have it; empty if that is all the same
 * @param fate whether it is to be sent, or has ended already
 */
public record NewPacket(int target, String targetName, int part, String key, Packet.Form form, Object content,
        byte[] json, int sheet, Governed governed, Optional<Instant> deliverBy, Fate fate) {

    /** One that may be delivered at any time. */
    public NewPacket(int target, String targetName, int part, String key, Packet.Form form, Object content,
            byte[] json, int sheet, Governed governed, Fate fate) {
        this(target, targetName, part, key, form, content, json, sheet, governed, Optional.empty(), fate);
    }

    /** What is to become of a new packet. */
    public sealed interface Fate {

        /**
         * It goes into the outbox.
         *
         * @param note what there is to be said of it, or empty
         */
        record Queue(String note) implements Fate {

            public Queue() {
                this("");
            }
        }

        /** It waits for its effective date. */
        record Schedule(Instant due) implements Fate {}

        /** It ends at once: nothing changed, governance blocked it, or it could not be mapped and is dead. */
        record End(Outcome outcome, String detail) implements Fate {}
    }

    /** The same packet with other content, whose JSON is not written. */
    NewPacket with(Object newContent) {
        return new NewPacket(target, targetName, part, key, form, newContent, json, sheet, governed, deliverBy, fate);
    }

    /** It waits for its turn to be sent. */
    boolean isQueued() {
        return fate instanceof Fate.Queue;
    }

    /** It waits for its turn, or for its effective date. */
    boolean isToBeSent() {
        return !(fate instanceof Fate.End);
    }

    /** The state of its outbox row; null if it gets none. */
    Integer state() {
        return switch (fate) {
            case Fate.Queue _ -> PacketState.QUEUED_CODE;
            case Fate.Schedule _ -> null;
            case Fate.End end -> end.outcome == Outcome.DEAD ? PacketState.DEAD_CODE : null;
        };
    }

    /** The outcome in its delivery row; null if it gets none. */
    Integer outcome() {
        return fate instanceof Fate.End end && end.outcome != Outcome.DEAD ? end.outcome.code() : null;
    }

    String detail() {
        return switch (fate) {
            case Fate.Queue queue -> queue.note;
            case Fate.Schedule _ -> "";
            case Fate.End end -> end.detail;
        };
    }

    /** When it is due; empty if it does not wait for a date. */
    public Optional<Instant> due() {
        return fate instanceof Fate.Schedule schedule ? Optional.of(schedule.due) : Optional.empty();
    }

    /** Packets of one target and key keep their order; collisions merely share it. */
    public long keyHash() {
        return KeyHash.of(key);
    }
}
