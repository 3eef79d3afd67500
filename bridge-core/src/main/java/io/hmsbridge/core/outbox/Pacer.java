package io.hmsbridge.core.outbox;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;

/**
 * Spreads packets evenly in time, to a tenth of a millisecond. One that comes after a quiet while goes at once, and saves up nothing for
 * those after it.
 *
 * <p>A target that asks for a pause was sent too much: from then on packets go half as fast as they went, and by the second a little
 * faster, until they go as fast as they may, or four times as fast as when it asked. Guarded by the lock of whoever has it.
 */
final class Pacer {

    private static final double SECOND = TimeUnit.SECONDS.toNanos(1);

    /** By how much packets go faster each second, after they were slowed down. */
    private static final double RECOVERY = 1.05;

    /** Packets a second below which nothing is slowed down: pauses are enough. */
    private static final double SLOWEST = 2;

    /** Nobody waits for less: it takes about as long to be woken again. */
    private static final long LEAST = TimeUnit.MICROSECONDS.toNanos(100);

    private final long gap;
    private long next;
    /** Since when packets are counted, how many those are, and how many a second there were before. */
    private long countedSince;
    private long counted;
    private double before;
    /** Between two packets at {@link #slowSince}, in nanoseconds; 0 if they are not slowed down. */
    private double slow;
    private long slowSince;
    /** Who asks for a pause until then was sent his packet before the last time. */
    private long heeded;

    /** @param now the time at which the first may go */
    Pacer(Optional<Rate> rate, long now) {
        gap = rate.map(r -> r.per().toNanos() / r.packets()).orElse(0L);
        next = now;
        countedSince = now;
        heeded = now;
    }

    /** In how many nanoseconds the next packet may go; 0 for now. */
    long pause(long now) {
        long pause = next - now;
        return pause > LEAST ? pause : 0;
    }

    /** So many packets go now. */
    void pass(int packets, long now) {
        if (now - countedSince >= SECOND) {
            before = perSecond(now);
            countedSince = now;
            counted = 0;
        }
        counted += packets;
        next = later(next, now) + gap(now) * packets;
    }

    /** Nothing goes for so long. */
    void hold(Duration pause, long now) {
        next = later(next, now + pause.toNanos());
    }

    /**
     * A target asks for a pause, which somebody else may see to.
     *
     * @return to how many packets a second they are slowed down by that; empty if they are not
     */
    OptionalLong slowDown(Duration pause, long now) {
        boolean anew = now - heeded >= 0;
        heeded = later(heeded, now + Math.max(pause.toNanos(), (long) SECOND));
        double rate = Math.max(before, perSecond(now));
        if (slow > 0) {
            slowSince = later(slowSince, now + pause.toNanos());
        }
        if (!anew || rate < SLOWEST) {
            return OptionalLong.empty();
        }
        slow = Math.max(2 * SECOND / rate, (double) gap);
        slowSince = now + pause.toNanos();
        return OptionalLong.of(Math.round(SECOND / slow));
    }

    /** To how many packets a second they are slowed down; 0 if they are not. */
    double slowedTo(long now) {
        long current = gap(now);
        return slow == 0 ? 0 : SECOND / current; // they may have recovered just now
    }

    private double perSecond(long now) {
        return counted * SECOND / Math.max((double) (now - countedSince), SECOND);
    }

    private long gap(long now) {
        if (slow == 0) {
            return gap;
        }
        double recovered = slow / Math.pow(RECOVERY, Math.max(0, now - slowSince) / SECOND);
        if (recovered <= Math.max((double) gap, slow / 8)) {
            slow = 0;
            return gap;
        }
        return (long) recovered;
    }

    private static long later(long one, long other) {
        return one - other > 0 ? one : other;
    }
}
