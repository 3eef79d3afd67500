package io.hmsbridge.core.outbox;

import java.util.Optional;
import java.util.OptionalInt;

/**
 * How much several targets of one system may be sent together.
 *
 * @param name how targets call it
 * @param concurrency the most calls in flight at once; empty for no limit
 * @param rate the most packets in a time, spread evenly; empty for no limit
 */
public record SharedLimits(String name, OptionalInt concurrency, Optional<Rate> rate) {
}
