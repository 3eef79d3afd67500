package io.hmsbridge.server.cli;

import static io.hmsbridge.server.cli.Run.run;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.hmsbridge.core.json.ExactJson;
import io.hmsbridge.postgres.EmbeddedPostgres;
import io.hmsbridge.server.support.ServedBridge;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** Trouble with plugins that does not show in their files: rights, a full disk, and code that ends the process. */
class PluginTroubleTest {

    private static final Duration LONG = Duration.ofMinutes(1);

    @TempDir
    private Path folder;

    private Path plugins;
    private Path mappings;

    @BeforeEach
    void folders() throws IOException {
        plugins = Files.createDirectory(folder.resolve("plugins"));
        mappings = Files.createDirectory(folder.resolve("mappings"));
        Files.writeString(mappings.resolve("greet.yaml"),
                "source_event: a.b\ntargets:\n  greeted:\n    connector: Hello\n    map: {n: n}\n");
    }

    @Test
    void aFolderWithoutReadRightsIsToldInLogCommandLineAndApiAndWhatRunsGoesOn() throws Exception {
        Files.move(jar("Hello", "1.0.0", ""), plugins.resolve("hello.jar"));
        var reason = "the folder cannot be read: permission denied";
        try (var postgres = EmbeddedPostgres.start(folder.resolve("postgres"));
                var server = CommandProcess.startBoundByRights("start", "--config", config("database: {url: "
                        + "%s, user: %s, password: %s}\n".formatted(text(postgres.jdbcUrl()), text(postgres.user()),
                                text(postgres.password()))))) {
            var url = server.awaitUrl();

            Files.setPosixFilePermissions(plugins, PosixFilePermissions.fromString("---------"));

            server.awaitLine("plugins folder=" + plugins + " problem=\"" + reason + "\"");
            await().untilAsserted(() -> assertThat(listed(url, token())).contains("REFUSED", reason));
            assertThat(api(url, token())).contains("\"file\":\"plugins\"", reason);
            assertThat(emit(url, token()).exitCode()).isZero();

            Files.setPosixFilePermissions(plugins, PosixFilePermissions.fromString("rwx------"));

            await().untilAsserted(() -> assertThat(listed(url, token())).contains("ACTIVE").doesNotContain(reason));
        } finally {
            Files.setPosixFilePermissions(plugins, PosixFilePermissions.fromString("rwx------"));
        }
    }

    @Test
    void aFullDiskIsToldInLogCommandLineAndApiUntilThereIsRoomAndWhatRunsGoesOn() throws Exception {
        var log = new ListAppender<ILoggingEvent>();
        log.start();
        var logger = (Logger) LoggerFactory.getLogger("io.hmsbridge.core.plugin");
        logger.addAppender(log);
        logger.setLevel(Level.WARN); // whatever other tests have set
        Files.move(jar("Hello", "1.0.0", ""), plugins.resolve("hello.jar"));
        var token = Files.writeString(folder.resolve("token"), ServedBridge.TOKEN);
        try (var disk = Disk.mounted(folder.resolve("disk"));
                var server = ServedBridge.start(folder.resolve("server"),
                        b -> b.mappings(mappings).plugins(plugins).workFolder(disk.folder().resolve("work")))) {
            var url = server.uri().toString();
            disk.fill();

            Files.move(jar("Other", "1.0.0", ""), plugins.resolve("other.jar"));

            await().atMost(LONG).untilAsserted(() -> assertThat(listed(url, token).lines())
                    .anyMatch(line -> line.contains("other.jar") && line.contains("REFUSED")
                            && line.contains("it cannot be copied into the work folder")
                            && line.contains("No space left")));
            assertThat(api(url, token)).contains("\"file\":\"other.jar\"", "No space left");
            assertThat(log.list).extracting(ILoggingEvent::getFormattedMessage)
                    .anyMatch(line -> line.contains("file=other.jar") && line.contains("No space left"));
            assertThat(emit(url, token).exitCode()).isZero();

            disk.empty();

            await().atMost(LONG).untilAsserted(() -> assertThat(listed(url, token).lines())
                    .anyMatch(line -> line.contains("other.jar") && line.contains("ACTIVE")));
        } finally {
            logger.detachAppender(log);
            logger.setLevel(null);
        }
    }

    @Test
    void aPluginThatDoesNotFitIntoItsFolderIsNotInstalledAndTheVersionThereStays() throws Exception {
        var newer = jar("Hello", "2.0.0", "static final String WORDS = \"" + "word ".repeat(10_000) + "\";").toString();
        Files.delete(plugins);
        try (var disk = Disk.mounted(plugins)) {
            var there = Files.move(jar("Hello", "1.0.0", ""), plugins.resolve("hello.jar"));
            disk.fill();

            var installed = run("plugins", "install", newer, "--config", config(""));

            assertThat(installed.exitCode()).isEqualTo(3);
            assertThat(installed.err()).contains("the plugins folder " + plugins + " cannot be used: No space left");
            assertThat(run("plugins", "verify", there.toString(), "--config", config("")).out())
                    .contains("hello 1.0.0");
            disk.empty();
            assertThat(plugins).isDirectoryContaining(there::equals).isDirectoryNotContaining("glob:**.tmp");
            assertThat(run("plugins", "install", newer, "--config", config("")).exitCode()).isZero();
        }
    }

    @Test
    void codeThatEndsTheProcessIsNamedInTheLogAndWhatWasAcceptedIsDeliveredWithoutIt() throws Exception {
        try (var server = CommandProcess.start("start", "--config", config(""))) {
            var url = server.awaitUrl();
            assertThat(run("emit", "a.b", "--data", "{\"n\": 1}", "--url", url, "--token-file", token().toString())
                    .exitCode()).isZero();

            Files.move(jar("Hello", "1.0.0", "Made() { System.exit(7); }"), plugins.resolve("hello.jar"));

            server.awaitEnd();
            assertThat(server.lines("Runtime.exit() called with status: 7")).hasSize(1);
            assertThat(server.lines("Hello$Made.<init>(Hello.java:")).hasSize(1);
        }
        try (var again = CommandProcess.start("start", "--config", config(""))) {
            assertThat(again.awaitEnd()).isEqualTo(7);
            assertThat(again.lines("Hello$Made.<init>(Hello.java:")).hasSize(1);
        }
        Files.move(jar("Hello", "1.0.1", ""), plugins.resolve("hello.jar"), StandardCopyOption.REPLACE_EXISTING);
        try (var mended = CommandProcess.start("start", "--config", config(""))) {
            var url = mended.awaitUrl();
            await().atMost(LONG).untilAsserted(() -> assertThat(
                    run("packets", "--url", url, "--token-file", token().toString(), "--json").objects())
                    .singleElement().satisfies(packet -> assertThat(packet.get("state")).isEqualTo("SENT")));
        }
    }

    private String config(String more) throws IOException {
        return Files.writeString(folder.resolve("bridge.yaml"), """
                data: %s
                mappings: %s
                plugins: {trust: any, folder: %s}
                http: {port: 0}
                log: {format: text}
                """.formatted(text(folder.resolve("data")), text(mappings), text(plugins)) + more).toString();
    }

    private Path token() {
        return folder.resolve("data/token");
    }

    private static String listed(String url, Path token) {
        return run("plugins", "list", "--url", url, "--token-file", token.toString()).out();
    }

    private static String api(String url, Path token) throws IOException, InterruptedException {
        try (var client = HttpClient.newHttpClient()) {
            return client.send(HttpRequest.newBuilder(URI.create(url + "/v1/plugins"))
                    .header("Authorization", "Bearer " + Files.readString(token).strip()).build(),
                    HttpResponse.BodyHandlers.ofString()).body();
        }
    }

    private static Run emit(String url, Path token) {
        return run("emit", "a.b", "--data", "{\"n\": 1}", "--wait", "20s", "--url", url, "--token-file",
                token.toString());
    }

    /** @param members of the connector, whose constructor runs in {@code create} */
    private Path jar(String name, String version, String members) throws IOException {
        var source = Files.writeString(folder.resolve(name + ".java"), """
                import io.hmsbridge.api.*;

                @org.pf4j.Extension
                public final class %1$s implements ConnectorFactory {
                    public String name() { return "%1$s"; }
                    public Connector create(ConnectorContext context) { return new Made(); }
                    static final class Made implements Connector {
                        %2$s
                        public SendResult send(Packet packet) { return SendResult.delivered("hello"); }
                    }
                }
                """.formatted(name, members));
        var jar = folder.resolve(name + "-" + version + ".jar");
        assertThat(run("plugins", "build", source.toString(), "--plugin-version", version, "-o", jar.toString()).err())
                .isEmpty();
        return jar;
    }

    private static String text(Object value) {
        return ExactJson.writeString(value.toString());
    }

    /** A file system of its own, of a megabyte. */
    private record Disk(Path folder) implements AutoCloseable {

        static Disk mounted(Path at) throws IOException, InterruptedException {
            Files.createDirectories(at);
            assumeTrue(ran("mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", at.toString()),
                    "a file system of its own cannot be mounted here");
            return new Disk(at);
        }

        void fill() throws IOException {
            try (var out = Files.newOutputStream(ballast(), StandardOpenOption.CREATE)) {
                for (int kib = 0; kib < 1_024; kib += 4) {
                    out.write(new byte[4_096]);
                }
            } catch (IOException full) {
                assertThat(full).hasMessageContaining("No space left");
            }
        }

        void empty() throws IOException {
            Files.delete(ballast());
        }

        private Path ballast() {
            return folder.resolve("ballast");
        }

        @Override
        public void close() throws IOException, InterruptedException {
            ran("umount", folder.toString());
        }

        private static boolean ran(String... command) throws IOException, InterruptedException {
            return new ProcessBuilder(command).redirectErrorStream(true).start().waitFor() == 0;
        }
    }
}
