package io.hmsbridge.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class KilledProcessTest {
    @TempDir
    Path data;

    @Test
    @EnabledOnOs(OS.LINUX)
    void aKilledProcessLeavesNoServerRunning() throws Exception {
        try (var bridge = BridgeProcess.on(data)) {
            var server = bridge.server();

            bridge.kill();

            assertThat(server.onExit().get(20, TimeUnit.SECONDS).isAlive()).isFalse();
        }
    }

    @Test
    void theFolderOfAKilledProcessIsTakenOverAtOnceWithItsData() throws Exception {
        try (var bridge = BridgeProcess.on(data)) {
            assertThatThrownBy(() -> EmbeddedPostgres.start(data))
                    .isInstanceOf(EmbeddedPostgresException.class)
                    .hasMessage("Data folder %s is in use by process %d (bridge). Stop it or choose another --data.",
                            data.toRealPath(), bridge.pid());

            bridge.kill();

            try (var next = EmbeddedPostgres.start(data)) {
                assertThat(Sql.value(next, "SELECT text FROM note")).isEqualTo("kept");
            }
        }
    }

    @Test
    void aServerThatWasKilledTooRecoversWhatItHadCommitted() throws Exception {
        try (var bridge = BridgeProcess.on(data)) {
            var server = bridge.server();
            server.destroyForcibly();
            server.onExit().get(20, TimeUnit.SECONDS);
            bridge.kill();

            try (var next = EmbeddedPostgres.start(data)) {
                assertThat(Sql.value(next, "SELECT text FROM note")).isEqualTo("kept");
            }
            assertThat(data.resolve("server.log")).content().contains("was not properly shut down");
        }
    }
}
