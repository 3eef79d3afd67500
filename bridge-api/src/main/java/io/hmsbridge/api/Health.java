package io.hmsbridge.api;

import java.util.Objects;

/**
 * A probe's answer.
 *
 * @param detail a few words for people, with no secret in them
 */
public record Health(State state, String detail) {

    /** Whether a target can be expected to take packets. */
    public enum State {
        AWAKE, ASLEEP,
        /** The connector cannot tell; packets themselves must try. */
        UNKNOWN
    }

    public Health {
        Objects.requireNonNull(state, "state");
        Objects.requireNonNull(detail, "detail");
    }

    public static Health awake(String detail) {
        return new Health(State.AWAKE, detail);
    }

    public static Health asleep(String detail) {
        return new Health(State.ASLEEP, detail);
    }

    public static Health unknown() {
        return new Health(State.UNKNOWN, "this connector has no probe");
    }
}
