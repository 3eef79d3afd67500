package io.hmsbridge.server.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LatenciesTest {

    @Test
    void aPercentileIsATimeThatWasTaken() {
        var latencies = new Latencies(0, IntStream.of(40, 10, 30, 20).mapToObj(Duration::ofMillis).toList());

        assertThat(latencies.median()).isEqualTo(Duration.ofMillis(20));
        assertThat(latencies.p95()).isEqualTo(Duration.ofMillis(40));
    }

    @Test
    void ofAHundredTheNinetyFifthCounts() {
        var latencies = new Latencies(0, IntStream.rangeClosed(1, 100).mapToObj(Duration::ofMillis).toList());

        assertThat(latencies.p95()).isEqualTo(Duration.ofMillis(95));
    }

    @Test
    void oneTimeIsAllOfThem() {
        var latencies = new Latencies(0, List.of(Duration.ofMillis(7)));

        assertThat(latencies.median()).isEqualTo(latencies.p95()).isEqualTo(Duration.ofMillis(7));
    }
}
