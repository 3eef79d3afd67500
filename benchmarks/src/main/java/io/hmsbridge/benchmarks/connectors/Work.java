package io.hmsbridge.benchmarks.connectors;

import java.util.OptionalInt;

/**
 * What is done in one turn, and what is asked of the connector.
 *
 * @param threads that work at once
 * @param batch packets that are handed over together
 * @param batches of each thread
 * @param ratio the least packets a second, of those of the library
 * @param perSecond the least packets a second
 */
record Work(int threads, int batch, int batches, double ratio, OptionalInt perSecond) {

    /** The most that the 99th percentile may be, of that of the library. */
    static final double P99 = 1.5;

    Work(int threads, int batch, int batches, double ratio) {
        this(threads, batch, batches, ratio, OptionalInt.empty());
    }

    /** The same in so small that it shows only whether all of it works. */
    Work small() {
        return new Work(Math.min(2, threads), Math.min(20, batch), 3, ratio, perSecond);
    }
}
