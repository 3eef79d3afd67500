package io.hmsbridge.core.outbox;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * When a packet is tried again: exponentially later, with jitter, up to a cap.
 *
 * @param first the pause after the first try
 * @param cap the longest pause
 * @param tries the most tries of a packet
 * @param maxAge how long a packet is tried, counted by its pauses between tries: not while its lane stands still
 */
public record RetryPolicy(Duration first, Duration cap, int tries, Duration maxAge) {

    public static final RetryPolicy DEFAULT =
            new RetryPolicy(Duration.ofSeconds(1), Duration.ofMinutes(10), 1_000, Duration.ofDays(14));

    /** @throws IllegalArgumentException naming what is not positive or out of order */
    public RetryPolicy {
        if (!first.isPositive()) {
            throw new IllegalArgumentException("retry.first must be longer than nothing");
        }
        if (cap.compareTo(first) < 0) {
            throw new IllegalArgumentException("retry.cap must not be shorter than retry.first");
        }
        if (tries < 1) {
            throw new IllegalArgumentException("retry.tries must be at least 1");
        }
        if (!maxAge.isPositive()) {
            throw new IllegalArgumentException("retry.max_age must be longer than nothing");
        }
    }

    /**
     * The pause after a try: {@code first * 2^(attempt-1)}, capped, of which the upper half is random so that packets that
     * failed together do not come back together.
     */
    public Duration pause(int attempt, RandomGenerator random) {
        int doublings = Math.min(attempt - 1, 40);
        long full = doublings < 40 && first.toMillis() <= cap.toMillis() >> doublings ? first.toMillis() << doublings
                : cap.toMillis();
        long half = Math.max(1, full / 2);
        return Duration.ofMillis(half + random.nextLong(half + 1));
    }
}
