package io.hmsbridge.core.outbox;

import io.hmsbridge.core.ledger.LedgerUnavailableException;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A count of what waits. As long as that is little, it is counted for each who asks; of more, who asks gets the last count, and it is
 * made anew meanwhile. Safe to use from many threads.
 *
 * @param <T> the count
 */
final class Recount<T> {

    private static final Logger LOG = LoggerFactory.getLogger(Recount.class);

    /** Up to so many rows are counted within a few milliseconds. */
    static final long FEW = 50_000;
    /** Who asks for the first time in so long waits for a new count. */
    static final Duration OLDEST = Duration.ofMinutes(1);
    /** Counting takes no more of the time than one part in so many. */
    private static final long SHARE = 10;

    private final Supplier<T> counting;
    private final ToLongFunction<T> sum;
    private final LongSupplier nanos;
    private final Executor meanwhile;
    private final AtomicBoolean underWay = new AtomicBoolean();
    private volatile Counted<T> last;

    private record Counted<T>(T count, long rows, long at, long took) {}

    Recount(Supplier<T> counting, ToLongFunction<T> sum) {
        this(counting, sum, System::nanoTime, task -> Thread.ofVirtual().name("bridge-recount").start(task));
    }

    Recount(Supplier<T> counting, ToLongFunction<T> sum, LongSupplier nanos, Executor meanwhile) {
        this.counting = counting;
        this.sum = sum;
        this.nanos = nanos;
        this.meanwhile = meanwhile;
    }

    T get() {
        var known = last;
        long age = known == null ? 0 : nanos.getAsLong() - known.at;
        if (known == null || known.rows <= FEW || age > OLDEST.toNanos()) {
            return count();
        }
        if (age > SHARE * known.took && underWay.compareAndSet(false, true)) {
            meanwhile.execute(this::countAgain);
        }
        return known.count;
    }

    private void countAgain() {
        try {
            count();
        } catch (LedgerUnavailableException e) {
            last = null; // who asks next is told so
            LOG.debug("what waits cannot be counted at present: {}", e.getMessage());
        } finally {
            underWay.set(false);
        }
    }

    private T count() {
        long begun = nanos.getAsLong();
        var count = counting.get();
        long end = nanos.getAsLong();
        last = new Counted<>(count, sum.applyAsLong(count), end, end - begun);
        return count;
    }
}
