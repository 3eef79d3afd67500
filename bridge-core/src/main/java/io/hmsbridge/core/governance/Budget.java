package io.hmsbridge.core.governance;

import java.time.Duration;

/** The time that one payload may take. Used by one thread. */
final class Budget {

    /** For what is short. */
    static final Budget NONE = new Budget(false, 0);

    /** Steps between two looks at the clock; a step looks at some characters. */
    private static final int STEPS = 1_024;

    private final boolean bounded;
    private final long end;
    private int steps;

    private Budget(boolean bounded, long end) {
        this.bounded = bounded;
        this.end = end;
    }

    /** From now on. */
    static Budget of(Duration time) {
        return new Budget(true, System.nanoTime() + time.toNanos());
    }

    /** @throws VetTimeoutException if the time is over */
    void spend() {
        if (bounded && ++steps % STEPS == 0 && System.nanoTime() - end > 0) {
            throw new VetTimeoutException();
        }
    }
}
