package io.hmsbridge.core.outbox;

/**
 * How a target stands.
 *
 * @param plugin id and version of the plugin that serves it, or empty
 * @param state what its lane does
 * @param reason why it is not running, or empty
 * @param waiting how many packets wait to be sent
 * @param scheduled how many wait for their effective date
 */
public record TargetStatus(String name, String connector, String plugin, State state, String reason, long waiting,
        long scheduled) {

    /** What a lane does. */
    public enum State {
        /** Sends. */
        RUNNING,
        /** Waits for its connector or for settings that suit it. */
        WAITING,
        /** Runs in another process, or will in a moment. */
        ELSEWHERE,
        /** Outside of its windows. */
        CLOSED,
        /** Pauses: an operator or the target asked for it, or it must be mended. */
        PAUSED
    }
}
