package io.hmsbridge.core.outbox;

/**
 * How a target stands.
 *
 * @param state what its lane does
 * @param reason why it is not running, or empty
 * @param waiting how many packets wait
 */
public record TargetStatus(String name, String connector, State state, String reason, long waiting) {

    /** What a lane does. */
    public enum State {
        /** Sends. */
        RUNNING,
        /** Waits for its connector or for settings that suit it. */
        WAITING,
        /** Pauses: the target asked for it, or must be mended. */
        PAUSED
    }
}
