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

    /** Whether a packet that is offered must wait its turn in the outbox, where there are others before it. */
    boolean isBefore(Position place) {
        return behind && place.compareTo(position) > 0;
    }

    /** The sequence up to which all that is queued should be in memory. */
    long horizon() {
        return behind ? position.sequence() : Long.MAX_VALUE;
    }

    /** Whether there may be more in the outbox than in memory. */
    boolean isBehind() {
        return behind;
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
