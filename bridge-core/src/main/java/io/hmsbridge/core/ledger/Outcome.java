package io.hmsbridge.core.ledger;

import java.util.Arrays;
import java.util.Optional;

/** What a row of {@code delivery} says: how an attempt went, or how a packet ended. The codes are stored. */
public enum Outcome {
    RETRY(1, false),
    TARGET_FAULT(2, false),
    /** The request was written and no answer came. */
    UNKNOWN(3, false),
    /** The target will not take it: its packet is DEAD and waits in the outbox for an operator. */
    REJECTED(4, false),
    SENT(10, true),
    UNCHANGED(11, true),
    BLOCKED(12, true),
    DEAD(13, true),
    DISCARDED(14, true),
    SUPERSEDED(15, true);

    private final int code;
    private final boolean terminal;

    Outcome(int code, boolean terminal) {
        this.code = code;
        this.terminal = terminal;
    }

    public int code() {
        return code;
    }

    /** The packet has ended with this. */
    public boolean isTerminal() {
        return terminal;
    }

    /** Where it leaves its packet, unless it was the last try. */
    PacketState leadsTo() {
        return terminal ? PacketState.valueOf(name()) : this == REJECTED ? PacketState.DEAD : PacketState.RETRY;
    }

    /** What is on record of a packet that has ended so; empty for states that are no end. */
    static Optional<Outcome> endingAs(PacketState state) {
        return Arrays.stream(values()).filter(outcome -> outcome.terminal && outcome.leadsTo() == state).findAny();
    }

    static Outcome of(int code) {
        for (var outcome : values()) {
            if (outcome.code == code) {
                return outcome;
            }
        }
        throw new IllegalArgumentException("no outcome has the code " + code);
    }
}
