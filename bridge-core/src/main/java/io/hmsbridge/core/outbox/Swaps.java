package io.hmsbridge.core.outbox;

import java.time.Duration;

/**
 * How often a lane went over to another connector, of another version of a plugin or with other settings.
 *
 * @param count how often
 * @param paused for how long it sent nothing in all
 * @param last and the last time
 */
public record Swaps(long count, Duration paused, Duration last) {

    public static final Swaps NONE = new Swaps(0, Duration.ZERO, Duration.ZERO);

    Swaps and(long nanos) {
        return new Swaps(count + 1, paused.plusNanos(nanos), Duration.ofNanos(nanos));
    }
}
