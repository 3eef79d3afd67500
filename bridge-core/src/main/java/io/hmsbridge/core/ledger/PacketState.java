package io.hmsbridge.core.ledger;

import java.util.OptionalInt;

/** Where a packet stands: see docs/outbox-states.md. */
public enum PacketState {
    SCHEDULED, QUEUED, SENDING, RETRY, HELD, SENT, UNCHANGED, BLOCKED, DEAD, DISCARDED, SUPERSEDED;

    /** How states are stored in {@code outbox.state}; SENDING is known to the lane alone. */
    static final int QUEUED_CODE = 0;
    static final int RETRY_CODE = 1;
    static final int HELD_CODE = 2;
    /** It has ended as far as its lane goes; its row stays until an operator acts on it. */
    static final int DEAD_CODE = 3;
    /** It waits for its effective date, in a table of its own. */
    static final int SCHEDULED_CODE = 4;

    /** The packet has ended: it has no outbox row, or, being dead, one that waits for an operator. */
    public boolean isTerminal() {
        return ordinal() >= SENT.ordinal();
    }

    /** How it is stored of a packet that is in the outbox; empty for what is told by other tables. */
    OptionalInt outboxCode() {
        return switch (this) {
            case QUEUED -> OptionalInt.of(QUEUED_CODE);
            case RETRY -> OptionalInt.of(RETRY_CODE);
            case HELD -> OptionalInt.of(HELD_CODE);
            case DEAD -> OptionalInt.of(DEAD_CODE);
            default -> OptionalInt.empty();
        };
    }

    static PacketState waiting(int code) {
        return switch (code) {
            case QUEUED_CODE -> QUEUED;
            case RETRY_CODE -> RETRY;
            case HELD_CODE -> HELD;
            case DEAD_CODE -> DEAD;
            case SCHEDULED_CODE -> SCHEDULED;
            default -> throw new IllegalArgumentException("no waiting state has the code " + code);
        };
    }
}
