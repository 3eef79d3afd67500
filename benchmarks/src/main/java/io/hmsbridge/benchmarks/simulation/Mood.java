package io.hmsbridge.benchmarks.simulation;

/** How a target behaves for a while. */
enum Mood {
    /** Takes what comes. */
    GOOD,
    /** Takes it, and lets one wait for the answer. */
    SLOW,
    /** Says every other time that it is to be tried again. */
    FLAKY,
    /** Takes it or not, and does not answer. */
    AMBIGUOUS,
    /** Takes it, and says that it has not. */
    LYING,
    /** Refuses some for their content. */
    REJECTING,
    /** Refuses us. */
    FAULTY,
    /** Wants nothing for a while. */
    BUSY,
    /** Answers neither packets nor the probe. */
    ASLEEP,
    /** Keeps who calls it. */
    HANGING,
    /** Its connector throws what none should, or gives no answer. */
    BROKEN
}
