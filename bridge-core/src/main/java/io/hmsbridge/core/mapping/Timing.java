package io.hmsbridge.core.mapping;

import io.hmsbridge.core.calendar.Deadline;
import java.time.Instant;
import java.util.Optional;

/**
 * When a packet may go, and by when it should have arrived.
 *
 * @param effective from when on it may go; empty for at once
 * @param deadline by when the target is to have it; empty if that is all the same
 */
public record Timing(Optional<Instant> effective, Optional<Deadline> deadline) {

    /** At once, and by when is all the same. */
    public static final Timing NONE = new Timing(Optional.empty(), Optional.empty());
}
