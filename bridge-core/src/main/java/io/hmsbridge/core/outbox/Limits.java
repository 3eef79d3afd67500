package io.hmsbridge.core.outbox;

import java.util.Optional;

/**
 * How much a target may be sent.
 *
 * @param concurrency the most packets in flight at once
 * @param rate the most packets in a time, spread evenly; empty for no limit
 * @param shared what it may be sent together with other targets; empty if it is a system by itself
 */
public record Limits(int concurrency, Optional<Rate> rate, Optional<SharedLimits> shared) {

    /** In flight at once unless a target says otherwise: enough to fill a link, little enough to spare a small service. */
    public static final Limits DEFAULT = new Limits(16, Optional.empty());

    /** @throws IllegalArgumentException if the concurrency is not between 1 and 10,000 */
    public Limits {
        if (concurrency < 1 || concurrency > 10_000) {
            throw new IllegalArgumentException("limits.concurrency must be between 1 and 10,000");
        }
    }

    /** Of a target that is a system by itself. */
    public Limits(int concurrency, Optional<Rate> rate) {
        this(concurrency, rate, Optional.empty());
    }

    public static Limits concurrency(int packets) {
        return new Limits(packets, Optional.empty());
    }

    /** The same, together with others. */
    public Limits sharing(SharedLimits withOthers) {
        return new Limits(concurrency, rate, Optional.of(withOthers));
    }
}
