package io.hmsbridge.benchmarks.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.hmsbridge.postgres.EmbeddedPostgres;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JdbcBenchmarkTest {

    @TempDir
    private Path folder;

    @Test
    void bothSidesWriteEveryPacket() throws Exception {
        try (var postgres = EmbeddedPostgres.start(folder.resolve("data"))) {
            var pairs = new JdbcBenchmark(postgres, 2, 20, 3).run(1);

            assertThat(pairs).singleElement().satisfies(pair -> {
                assertThat(pair.throughput()).isPositive();
                assertThat(pair.p99()).isPositive();
            });
        }
    }
}
