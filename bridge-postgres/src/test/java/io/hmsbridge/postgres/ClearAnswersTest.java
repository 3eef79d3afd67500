package io.hmsbridge.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every message is one line that names the thing and the mend. */
class ClearAnswersTest {
    @TempDir
    static Path folder;

    private static Path data;

    @BeforeAll
    static void aClosedServer() throws Exception {
        data = folder.toRealPath().resolve("data");
        EmbeddedPostgres.start(data).close();
    }

    @Test
    void aFolderInUseByThisProcess() {
        try (var _ = EmbeddedPostgres.start(data)) {
            answer(data, PostgresOptions.defaults())
                    .hasMessage("Data folder " + data + " is in use by process "
                            + ProcessHandle.current().pid() + " (bridge). Stop it or choose another --data.");
        }
    }

    @Test
    void aFolderOfAnotherMajorVersion() throws Exception {
        var old = folder.toRealPath().resolve("old");
        var cluster = Files.createDirectories(old.resolve("cluster"));
        Files.writeString(cluster.resolve("PG_VERSION"), "15\n");

        answer(old, PostgresOptions.defaults())
                .hasMessage("Data folder " + old + " was made by PostgreSQL 15, this is PostgreSQL 18. Move the data"
                        + " over with pg_dump, or choose another --data.");
    }

    @Test
    void aFolderThatIsAFile() throws Exception {
        var file = Files.writeString(folder.toRealPath().resolve("file"), "text");

        answer(file, PostgresOptions.defaults())
                .hasMessage("Data folder " + file + " cannot be used: " + file + " exists and is not a folder."
                        + " Make it writable or choose another --data.");
    }

    @Test
    void aPortThatIsTaken() throws Exception {
        try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            var port = taken.getLocalPort();

            answer(data, PostgresOptions.defaults().withPort(port))
                    .hasMessage("Port " + port + " on 127.0.0.1 cannot be had for PostgreSQL (could not bind IPv4"
                            + " address \"127.0.0.1\": Address already in use). Choose another, or 0 for a free one.");
        }
    }

    @Test
    void aSettingThatPostgresDoesNotKnow() {
        answer(data, PostgresOptions.defaults().withSetting("share_buffers", "1GB"))
                .hasMessage("PostgreSQL did not start on data folder " + data + ": unrecognized configuration parameter"
                        + " \"share_buffers\" (more in " + data.resolve("server.log") + ")");
    }

    @Test
    void aFailedStartFreesTheFolder() throws Exception {
        answer(data, PostgresOptions.defaults().withSetting("max_connections", "many"));

        try (var postgres = EmbeddedPostgres.start(data)) {
            assertThat(Sql.value(postgres, "SELECT 1")).isEqualTo("1");
        }
    }

    private static AbstractThrowableAssert<?, ? extends Throwable> answer(Path data, PostgresOptions options) {
        return assertThatThrownBy(() -> EmbeddedPostgres.start(data, options))
                .isInstanceOf(EmbeddedPostgresException.class);
    }
}
