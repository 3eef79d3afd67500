package io.hmsbridge.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.hmsbridge.api.Event;
import io.hmsbridge.api.SendResult;
import io.hmsbridge.core.ledger.PacketState;
import io.hmsbridge.core.support.Conservation;
import io.hmsbridge.core.support.DebianPostgres;
import io.hmsbridge.core.support.ObedientConnector;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.postgresql.PostgreSQLContainer;

/** The oldest PostgreSQL that the ledger promises to run on: in a container where there is Docker, and from Debian. */
class OldestPostgresTest {

    @TempDir
    private Path folder;

    @Test
    void theLedgerRunsOnDebiansPostgres15() throws Exception {
        assumeTrue(DebianPostgres.isInstalled(), "Debian's postgresql-15 is not installed");
        var parent = Files.createTempDirectory("hms-bridge-debian");
        try (var server = DebianPostgres.start(parent)) {
            anEventIsDelivered(server.url(), "bridge", "");
        }
    }

    @Test
    void theLedgerRunsOnAPostgres15Container() throws Exception {
        assumeTrue(DockerClientFactory.instance().isDockerAvailable(), "there is no Docker here");
        try (var server = new PostgreSQLContainer("postgres:15-alpine")) {
            server.start();
            anEventIsDelivered(server.getJdbcUrl(), server.getUsername(), server.getPassword());
        }
    }

    private void anEventIsDelivered(String url, String user, String password) throws Exception {
        Files.writeString(folder.resolve("s.yaml"),
                "source_event: a.b\ntargets:\n  t:\n    connector: C\n    map:\n      n: n\n");
        var target = new ObedientConnector("C");
        target.answers(packet -> packet.attempt() == 1 ? SendResult.retry("once more")
                : ObedientConnector.DELIVERED.to(packet));
        try (var bridge = Bridge.builder().database(url, user, password).mappings(folder).connector(target).open()) {
            var packets = bridge.emitAndWait(Event.of("a.b", Map.of("n", 1)), Duration.ofSeconds(20));

            assertThat(packets).singleElement().satisfies(p -> assertThat(p.state()).isEqualTo(PacketState.SENT));
            assertThat(target.sent()).hasSize(2);
        }
        Conservation.holds(url, user, password);
    }
}
