package io.hmsbridge.core.outbox;

import io.hmsbridge.core.ledger.Position;

/**
 * How far a lane has read of its queue in the outbox. What is committed is handed over in memory as long as the lane keeps up;
 * once something had to be left behind, the rest is read page by page until the end is reached. Guarded by the lane's lock.
 */
final class Backlog {

    /** Packets in one page. */
    static final int PAGE = 1_000;

    private Position position = Position.HEAD;
    private boolean behind = true;
    private boolean reading;
    private boolean leftSinceRead;
    private long offers;

    /** The outbox may hold queued packets past our position: what is offered now must wait its turn there. */
    boolean isBehind() {
        return behind;
    }

    /** Something was offered. */
    void offered() {
        offers++;
    }

    /** Tells whether something was offered since. */
    long offers() {
        return offers;
    }

    /** Whether a packet was taken into memory before, or is further back than what was. */
    boolean isPast(Position place) {
        return place.compareTo(position) <= 0;
    }

    /** A packet was left in the outbox. */
    void left() {
        behind = true;
        leftSinceRead = true;
    }

    /** A packet was taken into memory. */
    void taken(Position place) {
        if (place.compareTo(position) > 0) {
            position = place;
        }
    }

    /** Whether to read a page now; if so, {@link #position} says from where, and {@link #read} must follow. */
    boolean begin() {
        if (!behind || reading) {
            return false;
        }
        reading = true;
        leftSinceRead = false;
        return true;
    }

    Position position() {
        return position;
    }

    /** A page was read, and its packets taken. */
    void read(int packets) {
        reading = false;
        behind = packets == PAGE || leftSinceRead;
    }

    /** The page could not be read. */
    void failed() {
        reading = false;
    }
}
