package io.hmsbridge.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EmbeddedPostgresTest {
    @TempDir
    static Path data;

    private static EmbeddedPostgres postgres;

    @BeforeAll
    static void start() {
        postgres = EmbeddedPostgres.start(data, PostgresOptions.defaults().withSetting("work_mem", "8MB"));
    }

    @AfterAll
    static void stop() {
        postgres.close();
    }

    @ParameterizedTest
    @CsvSource({
        "fsync, on",
        "synchronous_commit, on",
        "full_page_writes, on",
        "wal_level, logical",
        "listen_addresses, 127.0.0.1",
        "unix_socket_directories, ''",
        "password_encryption, scram-sha-256",
        "work_mem, 8MB"
    })
    void runsWithTheSettingsItPromises(String setting, String value) throws SQLException {
        assertThat(Sql.value(postgres, "SHOW " + setting)).isEqualTo(value);
    }

    @Test
    void itsUserOwnsTheDatabaseAndIsNoSuperuser() throws SQLException {
        assertThat(Sql.value(postgres, "SELECT pg_get_userbyid(datdba) FROM pg_database WHERE datname = 'bridge'"))
                .isEqualTo("bridge");
        assertThat(Sql.value(postgres, "SELECT rolsuper FROM pg_roles WHERE rolname = 'bridge'")).isEqualTo("f");
    }

    @Test
    void itsUserCanFollowChangesByLogicalReplication() throws SQLException {
        Sql.run(postgres, "CREATE TABLE followed (id int PRIMARY KEY)");
        Sql.run(postgres, "CREATE PUBLICATION followed FOR TABLE followed");

        var slot = "SELECT slot_name FROM pg_create_logical_replication_slot('followed', 'pgoutput', true)";
        assertThat(Sql.value(postgres, slot)).isEqualTo("followed");
    }

    @Test
    void foldsCaseBeyondAscii() throws SQLException {
        assertThat(Sql.value(postgres, "SELECT lower('ÄÉØ')")).isEqualTo("äéø");
    }

    @Test
    void asksForThePassword() {
        assertThatThrownBy(() -> DriverManager.getConnection(postgres.jdbcUrl(), postgres.user(), "guess"))
                .hasMessageContaining("password authentication failed");
    }

    @Test
    void keepsThePasswordToItsOwner() throws Exception {
        var permissions = Files.getPosixFilePermissions(data.resolve("password"));

        assertThat(PosixFilePermissions.toString(permissions)).isEqualTo("rw-------");
        assertThat(postgres.password()).hasSize(64);
        assertThat(postgres.toString() + ProcessHandle.of(postgres.pid()).orElseThrow().info())
                .doesNotContain(postgres.password());
    }

    @Test
    void keepsPayloadsOutOfItsLog() throws Exception {
        Sql.run(postgres, "CREATE TABLE person (ssn text PRIMARY KEY)");
        Sql.run(postgres, "INSERT INTO person VALUES ('078-05-1120')");
        for (var sql : Stream.of("INSERT INTO person VALUES ('078-05-1120')", "SELECT '078-05-1120'::int").toList()) {
            assertThatThrownBy(() -> Sql.run(postgres, sql)).hasMessageContaining("078-05-1120");
        }

        assertThat(data.resolve("server.log")).content().contains("ready to accept").doesNotContain("078-05");
    }

    @Test
    void keepsDataAndPasswordOverARestart(@TempDir Path folder) throws SQLException {
        var password = "";
        try (var first = EmbeddedPostgres.start(folder)) {
            password = first.password();
            Sql.run(first, "CREATE TABLE note (text text)");
            Sql.run(first, "INSERT INTO note VALUES ('kept')");
        }
        try (var second = EmbeddedPostgres.start(folder)) {
            assertThat(second.password()).isEqualTo(password);
            assertThat(Sql.value(second, "SELECT text FROM note")).isEqualTo("kept");
        }
    }

    @Test
    void closingStopsTheServerAndFreesTheFolder(@TempDir Path folder) throws SQLException {
        var first = EmbeddedPostgres.start(folder);
        var server = ProcessHandle.of(first.pid()).orElseThrow();
        try (var idle = DriverManager.getConnection(first.jdbcUrl(), first.user(), first.password())) {
            first.close();
            first.close();
            assertThat(server.isAlive()).isFalse();
            assertThat(idle.isValid(1)).isFalse();
        }
        assertThat(folder.resolve("server.log")).content().endsWith("database system is shut down\n");
    }

    @Test
    void aServerThatIsKilledAloneIsStartedAgainOnItsPortWithWhatWasCommitted(@TempDir Path folder) throws Exception {
        try (var server = EmbeddedPostgres.start(folder)) {
            Sql.run(server, "CREATE TABLE note (text text)");
            Sql.run(server, "INSERT INTO note VALUES ('kept')");
            for (int kill = 0; kill < 2; kill++) {
                var killed = ProcessHandle.of(server.pid()).orElseThrow();
                killed.destroyForcibly();

                await().until(() -> server.pid() != killed.pid());
                assertThat(Sql.value(server, "SELECT text FROM note")).isEqualTo("kept");
            }
        }
    }

    @Test
    void aFirstStartThatWasCutShortIsBegunAgain(@TempDir Path folder) throws Exception {
        var leftover = Files.createDirectories(folder.resolve("cluster.unfinished/base"));
        Files.writeString(leftover.resolve("1"), "half a file");

        try (var whole = EmbeddedPostgres.start(folder)) {
            assertThat(Sql.value(whole, "SELECT 1")).isEqualTo("1");
        }
    }

    @Test
    void promisedSettingsCannotBeChosenOtherwise() {
        assertThatThrownBy(() -> new PostgresOptions(0, Map.of("FSYNC", "off"), Optional.empty()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("setting FSYNC is fixed for the embedded PostgreSQL");
    }
}
