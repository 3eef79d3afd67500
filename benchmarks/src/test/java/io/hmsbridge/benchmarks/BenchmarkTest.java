package io.hmsbridge.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

/** A benchmark so small that its figures say nothing, on all the real parts. */
class BenchmarkTest {

    @TempDir
    private Path folder;

    @Test
    void bothPipelinesDeliverEverythingAndEveryFigureIsThere() throws Exception {
        assumeTrue(Sink.isInstalled(), "nginx is not installed");
        var json = folder.resolve("figures.json");
        var html = folder.resolve("figures.html");
        var out = new ByteArrayOutputStream();

        int status = Benchmark.run(
                new String[] {"--quick", "--rows", "throughput", "--events", "300", "--json", json.toString(), "--html",
                    html.toString()},
                Files.createDirectory(folder.resolve("work")), new PrintStream(out, true, StandardCharsets.UTF_8),
                System.err);

        // A packet that is lost, sent twice or not recorded fails the row.
        assertThat(status).as(out.toString(StandardCharsets.UTF_8)).isZero();
        var figures = new JsonMapper().readTree(json);
        assertThat(figures.at("/throughput_ratio_to_ideal").asDouble()).isPositive();
        assertThat(figures.at("/cpu_us_per_event").asDouble()).isPositive();
        assertThat(figures.at("/ideal_cpu_us_per_event").asDouble()).isPositive();
        assertThat(figures.at("/throughput/sent_again").asInt(-1)).isZero();
        assertThat(figures.at("/about/failures").isEmpty()).isTrue();
        assertThat(html).content().contains("<svg");
        assertThat(out.toString(StandardCharsets.UTF_8)).contains("throughput, of the ideal");
    }
}
