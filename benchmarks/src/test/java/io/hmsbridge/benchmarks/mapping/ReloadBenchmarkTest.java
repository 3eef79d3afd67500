package io.hmsbridge.benchmarks.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;

/** The benchmark works; what it measures here means nothing. */
class ReloadBenchmarkTest {

    @Test
    void everySaveIsSeenToTakeEffect() throws IOException {
        var figures = ReloadBenchmark.measure(3, 2);

        assertThat(figures.live()).isPositive();
        assertThat(figures.slowest()).isGreaterThanOrEqualTo(figures.live());
        assertThat(figures.toString()).startsWith("3 sheets: live after ");
    }
}
