package io.hmsbridge.server.demo;

import java.time.Duration;
import java.util.List;

/**
 * Times taken, as measured.
 *
 * @param warmUps how many came before, unmeasured
 */
record Latencies(int warmUps, List<Duration> samples) {

    Latencies {
        samples = samples.stream().sorted().toList();
    }

    Duration median() {
        return percentile(50);
    }

    Duration p95() {
        return percentile(95);
    }

    /** The nearest-rank percentile: a time that was really taken. */
    private Duration percentile(int percent) {
        return samples.get((samples.size() * percent + 99) / 100 - 1);
    }
}
