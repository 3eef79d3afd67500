package io.hmsbridge.core.calendar;

import java.time.LocalDateTime;

/** Stretches of time by the wall clock of some place. */
public interface Occasions {

    /**
     * How they stand at a moment.
     *
     * @param within whether it lies within one of them
     * @param until the next moment at which that may be otherwise; {@link LocalDateTime#MAX} for never
     */
    record Standing(boolean within, LocalDateTime until) {}

    /** How they stand at a moment of that wall clock. */
    Standing at(LocalDateTime moment);
}
