package io.hmsbridge.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

class FiguresTest {

    private final Figures figures = new Figures();

    @Test
    void theMedianOfAnOddNumberOfRunsIsTheOneInTheMiddle() {
        for (double value : new double[] {9, 1, 5}) {
            figures.add("x", value);
        }

        assertThat(figures.spread("x")).hasValueSatisfying(spread -> {
            assertThat(spread.median()).isEqualTo(5);
            assertThat(spread.min()).isEqualTo(1);
            assertThat(spread.max()).isEqualTo(9);
            assertThat(spread.values()).containsExactly(9.0, 1.0, 5.0);
        });
    }

    @Test
    void theMedianOfAnEvenNumberOfRunsLiesBetweenTheTwoInTheMiddle() {
        for (double value : new double[] {4, 1, 2, 100}) {
            figures.add("x", value);
        }

        assertThat(figures.spread("x")).hasValueSatisfying(spread -> assertThat(spread.median()).isEqualTo(3));
    }

    @Test
    void percentilesAreThoseOfAllLatencies() {
        var histogram = Latencies.histogram();
        for (int millis = 1; millis <= 1_000; millis++) {
            histogram.recordValue(millis * 1_000_000L);
        }

        var latencies = Latencies.of(histogram);

        assertThat(latencies.count()).isEqualTo(1_000);
        assertThat(latencies.p50()).isCloseTo(500, within(1.0));
        assertThat(latencies.p95()).isCloseTo(950, within(1.0));
        assertThat(latencies.p99()).isCloseTo(990, within(1.0));
        assertThat(latencies.max()).isCloseTo(1_000, within(1.0));
    }

    @Test
    void jsonHasMediansUnderTheirNamesAndEachRunBesides() {
        figures.add("throughput_ratio_to_ideal", 0.5);
        figures.add("light_load_ms.p50", 1.25);
        figures.add("light_load_ms.p50", 1.75);
        figures.add("light_load_ms.p95", 200_000);

        var json = new JsonMapper().readTree(Report.json(figures, Map.of("runs", 2)));

        assertThat(json.at("/throughput_ratio_to_ideal").asDouble()).isEqualTo(0.5);
        assertThat(json.at("/light_load_ms/p50").asDouble()).isEqualTo(1.5);
        assertThat(json.at("/light_load_ms/p95").asDouble()).isEqualTo(200_000);
        assertThat(json.at("/runs/light_load_ms.p50/values").values()).extracting(value -> value.asDouble())
                .containsExactly(1.25, 1.75);
        assertThat(json.at("/about/runs").asInt()).isEqualTo(2);
    }

    @Test
    void theTableSaysWhatIsReachedAndWhatIsNot() {
        figures.add("throughput_ratio_to_ideal", 0.84);
        figures.add("cpu_us_per_event", 88);
        figures.add("ideal_cpu_us_per_event", 70);

        assertThat(Report.table(figures).lines().toList())
                .anySatisfy(line -> assertThat(line).contains("≥ 0.85", "0.84").endsWith("short"))
                .anySatisfy(line -> assertThat(line).contains("≤ 88", "70").endsWith("ok"));
    }

    @Test
    void thePageShowsEachFigureThatIsAskedForAndLoadsNothing() {
        figures.add("cpu_us_per_event", 95);
        figures.add("ideal_cpu_us_per_event", 70);

        var page = Page.of(figures, Map.of("system", "<b>&"));

        assertThat(page).contains("<svg", "CPU per event", "short", "&lt;b&gt;&amp;").doesNotContain("<b>", "http",
                "<script");
    }
}
