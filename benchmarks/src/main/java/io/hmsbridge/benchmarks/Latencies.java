package io.hmsbridge.benchmarks;

import java.io.Serializable;
import org.HdrHistogram.ConcurrentHistogram;

/** Latencies in milliseconds, each from the time at which its event was due. */
record Latencies(long count, double p50, double p95, double p99, double max) implements Serializable {

    private static final long HIGHEST = 120_000_000_000L;
    private static final int DIGITS = 3;

    static ConcurrentHistogram histogram() {
        return new ConcurrentHistogram(HIGHEST, DIGITS);
    }

    static Latencies of(ConcurrentHistogram nanos) {
        return new Latencies(nanos.getTotalCount(), at(nanos, 50), at(nanos, 95), at(nanos, 99),
                nanos.getMaxValue() / 1e6);
    }

    private static double at(ConcurrentHistogram nanos, double percentile) {
        return nanos.getValueAtPercentile(percentile) / 1e6;
    }
}
