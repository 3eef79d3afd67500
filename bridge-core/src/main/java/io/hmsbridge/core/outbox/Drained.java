package io.hmsbridge.core.outbox;

/** How far a lane that was told to send nothing has come. */
public enum Drained {
    /** No packet is on its way, and all that were are recorded. */
    YES,
    /** Packets are still on their way, or wait to be recorded. */
    NOT_YET,
    /** The lane runs in another process, which does the same. */
    ELSEWHERE
}
