package io.hmsbridge.core.outbox;

import java.util.Optional;

/**
 * Spreads packets evenly in time. One that comes after a quiet while goes at once, and saves up nothing for those after it. Guarded
 * by the lane's lock.
 */
final class Pacer {

    private final long gap;
    private long next;

    /** @param now the time at which the first may go */
    Pacer(Optional<Rate> rate, long now) {
        gap = rate.map(r -> r.per().toNanos() / r.packets()).orElse(0L);
        next = now;
    }

    /** In how many nanoseconds the next packet may go; 0 for now. */
    long pause(long now) {
        return gap == 0 ? 0 : Math.max(0, next - now);
    }

    /** So many packets go now. */
    void pass(int packets, long now) {
        if (gap != 0) {
            next = Math.max(next, now) + gap * packets;
        }
    }
}
