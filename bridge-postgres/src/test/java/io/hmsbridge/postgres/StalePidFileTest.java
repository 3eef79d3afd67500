package io.hmsbridge.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class StalePidFileTest {
    @TempDir
    static Path data;

    @BeforeAll
    static void aClosedServer() {
        EmbeddedPostgres.start(data).close();
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void aProcessIdThatNowBelongsToAnotherProcessDoesNotStopTheStart() throws Exception {
        var account = ServerAccount.of(data.resolve("cluster"));
        var stranger = new ProcessBuilder(account.command(List.of("cat"))).start();
        try {
            stranger.outputWriter().append("it runs\n").flush();
            assertThat(stranger.inputReader().readLine()).as("not only what starts it").isEqualTo("it runs");
            leave(stranger.pid() + "\n/elsewhere\n1795485391\n5432\n\n127.0.0.1\n 16039942 5\nready\n");

            assertStarts();
        } finally {
            stranger.destroyForcibly();
        }
        assertThat(stranger.onExit().get().exitValue()).as("killed by the test alone").isEqualTo(137);
    }

    @Test
    void aProcessIdOfNobodyDoesNotStopTheStart() throws Exception {
        leave("4000000\n/elsewhere\n1795485391\n5432\n\n127.0.0.1\n 16039942 5\nready\n");

        assertStarts();
    }

    @Test
    void aFileThatAPowerCutLeftEmptyDoesNotStopTheStart() throws Exception {
        leave("");

        assertStarts();
    }

    private static void leave(String content) throws Exception {
        var pidFile = PostmasterPid.file(data.resolve("cluster"));
        Files.writeString(pidFile, content);
        ServerAccount.of(data.resolve("cluster")).adopt(pidFile);
    }

    private static void assertStarts() throws Exception {
        try (var postgres = EmbeddedPostgres.start(data)) {
            assertThat(Sql.value(postgres, "SELECT 1")).isEqualTo("1");
        }
    }
}
