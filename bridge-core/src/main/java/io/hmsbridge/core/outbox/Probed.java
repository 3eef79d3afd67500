package io.hmsbridge.core.outbox;

/**
 * What came of asking a target's probe at once.
 *
 * @param detail a few words for people
 */
public record Probed(Answer answer, String detail) {

    /** What the probe says, or why it was not asked. */
    public enum Answer {
        AWAKE, ASLEEP,
        /** The connector cannot tell; the next packet shows it. */
        UNKNOWN,
        /** Outside of the target's windows, or without its connector, nothing is asked. */
        NOT_ASKED,
        /** The lane runs in another process: that one can ask. */
        ELSEWHERE
    }
}
