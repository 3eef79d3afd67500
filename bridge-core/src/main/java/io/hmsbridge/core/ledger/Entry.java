package io.hmsbridge.core.ledger;

import java.time.Duration;

/** What a lane has recorded of a packet. */
public sealed interface Entry {

    Queued packet();

    /** Under which lease of the lane it happened. */
    long epoch();

    /**
     * The packet ended: one delivery row, and its outbox row goes.
     *
     * @param millis how long the attempt took
     * @param detail receipt or reason
     */
    record Ended(Queued packet, long epoch, int attempt, Outcome outcome, int millis, String detail) implements Entry {}

    /**
     * An attempt that did not end it: one delivery row, and the outbox row waits until {@code delay} has passed.
     *
     * @param ages how much of the delay counts as time in which it was tried
     */
    record Parked(Queued packet, long epoch, int attempt, Outcome outcome, int millis, String detail, Duration delay,
            Duration ages) implements Entry {

        /** One of which all the delay counts. */
        public Parked(Queued packet, long epoch, int attempt, Outcome outcome, int millis, String detail,
                Duration delay) {
            this(packet, epoch, attempt, outcome, millis, detail, delay, delay);
        }

        /** The same, of which so much of the delay counts. */
        public Parked ageing(Duration newAges) {
            return new Parked(packet, epoch, attempt, outcome, millis, detail, delay, newAges);
        }

        /** How long the packet will have been tried, in milliseconds: as far as giving up goes. */
        public long waited() {
            return packet.waited() + ages.toMillis();
        }
    }

    /** An attempt after which there is no other: one delivery row, and the outbox row waits for an operator. */
    record Died(Queued packet, long epoch, int attempt, Outcome outcome, int millis, String detail) implements Entry {}

    /** An earlier packet of its key waits, so this one does. */
    record Held(Queued packet, long epoch) implements Entry {}
}
