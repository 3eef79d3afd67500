package io.hmsbridge.core.ledger;

import java.time.Instant;
import java.util.OptionalLong;

/**
 * A replay, and how far it has come.
 *
 * @param id its number
 * @param at when it was ordered
 * @param by whose order it is, and why
 * @param total how many packets were found at first, of events if they are mapped again; empty if they were too many to count
 * @param done the share of the window's events that it is through with, from 0 to 1
 * @param note what it waits for, or why it failed; else empty
 * @param endedAt null while it goes on
 */
public record ReplayJob(long id, Instant at, By by, Replay replay, State state, OptionalLong total, double done,
        Counts counts, String note, Instant endedAt) {

    /** How a job stands. The order is how they are stored. */
    public enum State {
        /** Looks for what has overtaken its packets. */
        PREPARING,
        /** Puts packets into the outbox. */
        RUNNING,
        /** All of its packets are in the outbox, or were left out for the reasons counted. */
        DONE,
        /** An operator ended it; what it had put into the outbox is sent. */
        CANCELLED,
        /** It met an error that would not pass. */
        FAILED;

        /** It goes on no more. */
        public boolean isTerminal() {
            return ordinal() >= DONE.ordinal();
        }
    }

    /**
     * Packets, by what was done.
     *
     * @param queued put into the outbox
     * @param revised of these, as new revisions: under a new key, with other content, or folded with newer ones
     * @param overtaken left out since newer ones of their key have overwritten all of them
     * @param waiting left out since they are in the outbox anyway
     * @param blocked left out since governance does not let them pass
     * @param unchanged left out since the mapping finds no change in them
     * @param failed left out since they could not be mapped
     * @param had left out of a backfill since its target has had a packet of theirs
     * @param scheduled not queued: they wait for their effective date
     */
    public record Counts(long queued, long revised, long overtaken, long waiting, long blocked, long unchanged,
            long failed, long had, long scheduled) {

        static final Counts NONE = new Counts(0, 0, 0, 0, 0, 0, 0, 0, 0);

        /** All that were dealt with. */
        public long all() {
            return queued + overtaken + waiting + blocked + unchanged + failed + had + scheduled;
        }
    }
}
