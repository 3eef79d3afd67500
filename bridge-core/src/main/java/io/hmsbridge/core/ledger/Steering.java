package io.hmsbridge.core.ledger;

import java.time.Instant;
import java.util.Optional;

/** What an operator wants of a lane, in whatever process it runs. */
public sealed interface Steering {

    /**
     * It sends nothing.
     *
     * @param until when it goes on by itself, by the database's clock; empty for not before it is told to
     */
    record Pause(Optional<Instant> until) implements Steering {}

    /** It goes on as its target is configured: neither paused nor opened. */
    record Resume() implements Steering {}

    /**
     * It sends in spite of the target's windows.
     *
     * @param until when they count again
     */
    record Open(Instant until) implements Steering {}
}
