package io.hmsbridge.benchmarks.connectors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.hmsbridge.benchmarks.Sink;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class ConnectorBenchmarkTest {

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    @Test
    void everyKindWritesEveryPacketOnBothSides() {
        assumeTrue(Sink.isInstalled(), "nginx is not installed");

        int status = ConnectorBenchmark.run(new PrintStream(out, true, StandardCharsets.UTF_8), "--quick");

        assertThat(status).isZero();
        assertThat(out.toString(StandardCharsets.UTF_8)).contains("rest ", "jdbc-insert ", "jdbc-upsert ", "csv ",
                "ftp ", "ftp-prompt ", "ftp-batch ", "ftp-batch-prompt ", "sftp ", "soap ", "mail ");
    }

    @Test
    void aKindThatDoesNotExistIsRefusedByName() {
        assertThat(ConnectorBenchmark.run(new PrintStream(out, true, StandardCharsets.UTF_8), "fax")).isEqualTo(2);
    }
}
