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
import io.hmsbridge.core.outbox.TargetSpec;
import io.hmsbridge.core.plugin.LoadedPlugin;
import io.hmsbridge.core.plugin.LoadedPlugin.State;
import io.hmsbridge.core.plugin.PluginFile;
import io.hmsbridge.core.plugin.PluginHost;
import io.hmsbridge.core.plugin.PluginTrust;
import io.hmsbridge.server.support.ServedBridge;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

/** What people see of plugin jars: good, bad and not trusted. */
class PluginsCliTest {

    @TempDir
    private Path folder;

    @Test
    void eachBadJarIsToldByNameAndReasonInLogCommandLineAndApi() throws Exception {
        var plugins = Files.createDirectory(folder.resolve("plugins"));
        var hello = jar("Hello", "Hello");
        Files.copy(hello, plugins.resolve("a-hello.jar"));
        var reasons = new LinkedHashMap<String, String>();
        Files.copy(hello, plugins.resolve("b-twin.jar"));
        reasons.put("b-twin.jar", "a-hello.jar holds the same version of it");
        Files.copy(jar("Other", "Hello"), plugins.resolve("c-taken.jar"));
        reasons.put("c-taken.jar", "the name Hello is already taken by hello 1.0.0");
        Files.writeString(plugins.resolve("d-text.jar"), "a text");
        reasons.put("d-text.jar", "it is not a whole jar");
        Files.write(plugins.resolve("e-half.jar"), Arrays.copyOf(Files.readAllBytes(hello), 300));
        reasons.put("e-half.jar", "it is not a whole jar");
        emptyZip(plugins.resolve("f-none.jar"));
        reasons.put("f-none.jar", "its manifest describes no plugin: there is no META-INF/MANIFEST.MF");
        byte[] futureClass = {(byte) 0xCA, (byte) 0xFE, (byte) 0xBA, (byte) 0xBE, 0, 0, 0, (byte) 200, 0, 0};
        handMade(plugins.resolve("g-future.jar"), "", "Future", futureClass);
        reasons.put("g-future.jar", "class file version 200.0");
        handMade(plugins.resolve("h-other.jar"), "Plugin-Dependencies: hello\n", "Future", futureClass);
        reasons.put("h-other.jar", "it depends on other plugins");
        handMade(plugins.resolve("i-static.jar"), "", "Static", compiled("Static",
                "public class Static { static { if (true) throw new AssertionError(\"at rest\"); } }"));
        reasons.put("i-static.jar", "AssertionError: at rest");
        handMade(plugins.resolve("j-hangs.jar"), "", "Hangs", compiled("Hangs",
                "public class Hangs { public Hangs() throws Exception { new java.util.concurrent.CountDownLatch(1).await(); } }"));
        reasons.put("j-hangs.jar", "it did not finish starting within 10 s");
        var work = folder.resolve("work");
        var log = new ListAppender<ILoggingEvent>();
        log.start();
        var logger = (Logger) LoggerFactory.getLogger("io.hmsbridge.core.plugin");
        logger.addAppender(log);
        logger.setLevel(Level.WARN); // whatever other tests have set

        try (var server = ServedBridge.start(folder.resolve("server"),
                b -> b.plugins(plugins).workFolder(work).targets(List.of(TargetSpec.of("greeted", "Hello"))))) {
            var url = server.uri().toString();
            var token = Files.writeString(folder.resolve("token"), ServedBridge.TOKEN).toString();
            var listed = run("plugins", "list", "--url", url, "--token-file", token, "--json");
            var byFile = new HashMap<Object, Map<?, ?>>();
            listed.out().lines().map(line -> (Map<?, ?>) ExactJson.read(line.getBytes(StandardCharsets.UTF_8)))
                    .forEach(plugin -> byFile.put(plugin.get("file"), plugin));
            var table = run("plugins", "list", "--url", url, "--token-file", token).out();

            assertThat(byFile.get("a-hello.jar").get("state")).isEqualTo("ACTIVE");
            assertThat(byFile.get("a-hello.jar").get("targets")).isEqualTo(List.of("greeted"));
            assertThat(byFile.get("b-twin.jar").get("targets")).isEqualTo(List.of());
            assertThat(table.lines().filter(line -> line.strip().endsWith("a-hello.jar"))).singleElement().asString()
                    .contains("greeted", byFile.get("a-hello.jar").get("since").toString());
            reasons.forEach((file, reason) -> {
                assertThat(byFile.get(file).get("state")).as(file).isEqualTo("REFUSED");
                assertThat(byFile.get(file).get("problem").toString()).as(file).contains(reason);
                assertThat(table.lines()).anyMatch(line -> line.contains(file) && line.contains(reason));
                assertThat(log.list).extracting(ILoggingEvent::getFormattedMessage)
                        .anyMatch(line -> line.contains("file=" + file) && line.contains(reason));
            });
            await().untilAsserted(() -> assertThat(work).isDirectoryNotContaining(
                    file -> !file.getFileName().toString().startsWith("a-hello")));
            assertThat(openBelow(work)).allMatch(file -> file.getFileName().toString().startsWith("a-hello"));
            assertThat(openBelow(plugins)).isEmpty();
        } finally {
            logger.detachAppender(log);
            logger.setLevel(null);
        }
    }

    @Test
    void aJarIsRefusedUntilItIsTrusted() throws Exception {
        var jar = jar("Hello", "Hello").toString();
        var config = Files.writeString(folder.resolve("bridge.yaml"),
                "plugins: {trusted: " + ExactJson.writeString(folder.resolve("trust").toString()) + "}\n").toString();

        var before = run("plugins", "verify", jar, "--config", config);
        assertThat(before.exitCode()).isEqualTo(1);
        assertThat(before.out()).contains("refused: it is not trusted: its SHA-256 ",
                "`bridge plugins trust add` lists it");

        var added = run("plugins", "trust", "add", jar, "--config", config);
        assertThat(added.err()).isEmpty();
        assertThat(added.exitCode()).isZero();

        var after = run("plugins", "verify", jar, "--config", config);
        assertThat(after.exitCode()).isZero();
        assertThat(after.out()).contains("hello 1.0.0, SHA-256 ");
    }

    @Test
    void rollbackReturnsToTheVersionOfBefore() throws Exception {
        var plugins = Files.createDirectory(folder.resolve("plugins"));
        var config = Files.writeString(folder.resolve("bridge.yaml"), "data: %s\nplugins: {folder: %s}\n".formatted(
                ExactJson.writeString(folder.resolve("data").toString()), ExactJson.writeString(plugins.toString())))
                .toString();
        var none = run("plugins", "rollback", "hello", "--config", config);
        assertThat(none.exitCode()).isEqualTo(2);
        assertThat(none.err()).contains("no version of hello is kept");
        move(jar("Hello", "Hello"), plugins);
        try (var host = PluginHost.open(plugins, folder.resolve("data/work"))) {
            await().untilAsserted(() -> assertThat(active(host)).containsExactly("1.0.0"));
            move(jar("Hello", "Hello", "--plugin-version", "2.0.0"), plugins);
            await().untilAsserted(() -> assertThat(active(host)).containsExactly("2.0.0"));

            var back = run("plugins", "rollback", "hello", "--config", config);

            assertThat(back.out()).startsWith("Put hello 1.0.0 back into ");
            assertThat(back.exitCode()).isZero();
            await().untilAsserted(() -> assertThat(active(host)).containsExactly("1.0.0"));
        }
    }

    @Test
    void installPutsAPluginInTheOthersPlaceOrBesideIt() throws Exception {
        var plugins = Files.createDirectory(folder.resolve("plugins"));
        var config = Files.writeString(folder.resolve("bridge.yaml"), "plugins: {trust: any, folder: %s}\ndata: %s\n"
                .formatted(ExactJson.writeString(plugins.toString()),
                        ExactJson.writeString(folder.resolve("data").toString())))
                .toString();
        var older = Files.move(jar("Hello", "Hello"), folder.resolve("older.jar")).toString();
        var newer = Files.move(jar("Hello", "Hello", "--plugin-version", "2.0.0"), folder.resolve("newer.jar"))
                .toString();

        assertThat(run("plugins", "install", newer, "--config", config).out()).startsWith("Put hello 2.0.0 into ");
        var refused = run("plugins", "install", older, "--config", config);
        assertThat(refused.exitCode()).isEqualTo(2);
        assertThat(refused.err()).contains("1.0.0 is older than newer.jar 2.0.0: say --allow-downgrade");
        try (var host = PluginHost.open(plugins, folder.resolve("data/work"))) {
            assertThat(active(host)).containsExactly("2.0.0");

            assertThat(run("plugins", "install", older, "--allow-downgrade", "--config", config).exitCode()).isZero();

            await().untilAsserted(() -> assertThat(active(host)).containsExactly("1.0.0"));
        }
        assertThat(run("plugins", "install", older, "--beside", "--config", config).exitCode()).isZero();
        assertThat(run("plugins", "install", newer, "--config", config).err())
                .contains("several versions of hello are there");
        assertThat(run("plugins", "install", config, "--config", config).err())
                .contains("would be refused: it is not a whole jar");
    }

    private static void move(Path jar, Path plugins) throws IOException {
        Files.move(jar, plugins.resolve("hello.jar"), StandardCopyOption.ATOMIC_MOVE,
                StandardCopyOption.REPLACE_EXISTING);
    }

    private static List<String> active(PluginHost host) {
        return host.plugins().stream().filter(plugin -> plugin.state() == State.ACTIVE).map(LoadedPlugin::version)
                .toList();
    }

    @Test
    void whatIsNoPluginOrNotThereIsToldByVerify() throws Exception {
        var text = Files.writeString(folder.resolve("text.jar"), "a text").toString();

        assertThat(run("plugins", "verify", text).out()).contains("text.jar: refused: it is not a whole jar");
        assertThat(run("plugins", "verify", folder.resolve("absent.jar").toString()).exitCode()).isEqualTo(2);
        assertThat(run("plugins", "trust", "add", folder.resolve("absent.jar").toString()).exitCode()).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"build", "install", "verify", "trust add"})
    void whoNamesAFolderInThePlaceOfAFileIsTold(String command) {
        var words = Stream.concat(Stream.of("plugins"), Stream.of(command.split(" ")));

        var run = run(Stream.concat(words, Stream.of(folder.toString())).toArray(String[]::new));

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("there is no file " + folder);
    }

    @Test
    void aPluginThatIsNotNamedAsOneIsNotInstalledWhereNobodyWouldLookAtIt() throws Exception {
        var plugins = Files.createDirectory(folder.resolve("plugins"));
        var config = Files.writeString(folder.resolve("bridge.yaml"),
                "plugins: {trust: any, folder: " + ExactJson.writeString(plugins.toString()) + "}\n").toString();
        var misnamed = Files.move(jar("Hello", "Hello"), folder.resolve("hello.txt")).toString();

        var run = run("plugins", "install", misnamed, "--config", config);

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("hello.txt would be refused: its name must end in .jar or .zip");
        assertThat(plugins).isEmptyDirectory();
        assertThat(run("plugins", "verify", misnamed, "--config", config).exitCode()).isEqualTo(1);
    }

    @Test
    void whatCanNeverBeLoadedIsNotTrusted() throws Exception {
        var trust = folder.resolve("trust");
        var config = Files.writeString(folder.resolve("bridge.yaml"),
                "plugins: {trusted: " + ExactJson.writeString(trust.toString()) + "}\n").toString();
        var text = Files.writeString(folder.resolve("text.jar"), "a text").toString();

        var run = run("plugins", "trust", "add", text, "--config", config);

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("text.jar is no plugin", "it is not a whole jar");
        assertThat(trust).doesNotExist();
    }

    @Test
    void aServerLoadsWhatIsTrustedWhileItRuns() throws Exception {
        var plugins = Files.createDirectory(folder.resolve("plugins"));
        var jar = jar("Hello", "Hello");
        Files.copy(jar, plugins.resolve("hello.jar"));
        var trusted = folder.resolve("trust");
        try (var server = ServedBridge.start(folder.resolve("server"),
                b -> b.plugins(plugins).trust(PluginTrust.of(trusted)))) {
            assertThat(server.bridge().plugins()).singleElement()
                    .satisfies(plugin -> assertThat(plugin.problem()).contains("it is not trusted"));

            PluginFile.trust(jar, trusted);

            await().untilAsserted(() -> assertThat(server.bridge().plugins()).singleElement()
                    .satisfies(plugin -> assertThat(plugin.connectors()).containsExactly("Hello")));
        }
    }

    @Test
    void aConnectorsSettingsAreToldAsTextMarkdownAndJsonSchema() throws Exception {
        var config = configOfAPluginWithSettings();

        var text = run("plugins", "describe", "Rates", "--config", config);
        assertThat(text.err()).isEmpty();
        assertThat(text.out().lines()).containsSubsequence("Rates, of rates 1.0.0",
                "Settings of the target (settings: in bridge.yaml)",
                "  base: address, the environment variable RATES_API",
                "      Where the service is.",
                "  form: one of json, xml, by default json",
                "  token: secret, required",
                "Settings of a use (with: in a sheet): none");

        var markdown = run("plugins", "describe", "rates", "--format", "markdown", "--config", config);
        assertThat(markdown.out().lines()).containsSubsequence("# Rates", "## Settings of the target",
                "| setting | type | default | |", "|---|---|---|---|",
                "| `base` | address | the environment variable `RATES_API` | Where the service is. |",
                "| `form` | `json`, `xml` | `json` | One form \\| the other. |",
                "| `limit` | number | `5` | The most at once. |",
                "| `token` | secret | required | Who calls. |");
        assertThat(markdown.out()).doesNotContain("Settings of a use");

        var schema = run("plugins", "describe", "Rates", "--format", "schema", "--config", config);
        assertThat(schema.out()).isEqualTo(run("plugins", "describe", "Rates", "--json", "--config", config).out());
        var settings = (Map<?, ?>) ((Map<?, ?>) ((Map<?, ?>) ExactJson.read(schema.out())).get("properties"))
                .get("settings");
        assertThat(settings.get("required")).isEqualTo(List.of("token"));
        assertThat(settings.get("additionalProperties")).isEqualTo(false);
        assertThat(((Map<?, ?>) settings.get("properties")).get("limit")).isEqualTo(Map.of("description",
                "The most at once.", "type", List.of("integer", "string"), "default", 5L));
        assertThat(((Map<?, ?>) settings.get("properties")).get("token").toString()).contains("writeOnly=true");
    }

    @Test
    void whoAsksForWhatIsNotThereIsToldWhatIsAndWhatIsRefused() throws Exception {
        var config = configOfAPluginWithSettings();
        Files.writeString(folder.resolve("plugins/text.jar"), "a text");

        var run = run("plugins", "describe", "Rate", "--config", config);

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("is or offers Rate", "these connectors are there: Rates",
                "text.jar is refused: it is not a whole jar");
    }

    private String configOfAPluginWithSettings() throws IOException {
        var source = Files.writeString(folder.resolve("Rates.java"), """
                import io.hmsbridge.api.*;

                @org.pf4j.Extension
                public final class Rates implements ConnectorFactory {
                    public enum Form { JSON, XML }
                    public record Settings(
                        @Setting(value = "Where the service is.", env = "RATES_API") java.net.URI base,
                        @Setting(value = "One form | the other.", fallback = "json") Form form,
                        @Setting(value = "The most at once.", fallback = "5") int limit,
                        @Setting("Who calls.") Secret token) {}
                    public String name() { return "Rates"; }
                    public SettingsSpec settings() { return SettingsSpec.of(Settings.class); }
                    public Connector create(ConnectorContext context) { return packet -> SendResult.delivered("hello"); }
                }
                """);
        var plugins = Files.createDirectory(folder.resolve("plugins"));
        assertThat(run("plugins", "build", source.toString(), "-o", plugins.resolve("rates.jar").toString()).err())
                .isEmpty();
        return Files.writeString(folder.resolve("bridge.yaml"), "plugins: {trust: any, folder: "
                + ExactJson.writeString(plugins.toString()) + "}\n").toString();
    }

    /** A plugin whose class and id are of this name, with this connector. */
    private Path jar(String name, String connector, String... options) throws IOException {
        var source = Files.writeString(folder.resolve(name + ".java"), """
                import io.hmsbridge.api.*;

                @org.pf4j.Extension
                public final class %s implements ConnectorFactory {
                    public String name() { return "%s"; }
                    public Connector create(ConnectorContext context) { return packet -> SendResult.delivered("hello"); }
                }
                """.formatted(name, connector));
        var jar = folder.resolve(name + ".jar");
        var command = Stream.of("plugins", "build", source.toString(), "-o", jar.toString());
        assertThat(run(Stream.concat(command, Stream.of(options)).toArray(String[]::new)).err()).isEmpty();
        return jar;
    }

    private byte[] compiled(String name, String text) throws IOException {
        var source = Files.writeString(folder.resolve(name + ".java"), text);
        assertThat(ToolProvider.getSystemJavaCompiler().run(null, null, null, "-proc:none", source.toString()))
                .isZero();
        return Files.readAllBytes(folder.resolve(name + ".class"));
    }

    /** A plugin named like its file, with one class that is said to be an extension. */
    private static void handMade(Path to, String manifest, String name, byte[] type) throws IOException {
        var id = to.getFileName().toString().replace(".jar", "");
        try (var out = new ZipOutputStream(Files.newOutputStream(to))) {
            out.putNextEntry(new ZipEntry("META-INF/MANIFEST.MF"));
            out.write("Manifest-Version: 1.0\nPlugin-Id: %s\nPlugin-Version: 1.0.0\n%s".formatted(id, manifest)
                    .getBytes(StandardCharsets.UTF_8));
            out.putNextEntry(new ZipEntry("META-INF/extensions.idx"));
            out.write(name.getBytes(StandardCharsets.UTF_8));
            out.putNextEntry(new ZipEntry(name + ".class"));
            out.write(type);
        }
    }

    /** The files below a folder that this process has open. */
    private static List<Path> openBelow(Path folder) throws IOException {
        assumeTrue(Files.isDirectory(Path.of("/proc/self/fd")), "open files can only be seen on Linux");
        try (var descriptors = Files.list(Path.of("/proc/self/fd"))) {
            return descriptors.map(PluginsCliTest::target).filter(file -> file.startsWith(folder)).toList();
        }
    }

    private static Path target(Path link) {
        try {
            return Files.readSymbolicLink(link);
        } catch (IOException closedMeanwhile) {
            return link;
        }
    }

    private static void emptyZip(Path to) throws IOException {
        try (var out = new ZipOutputStream(Files.newOutputStream(to))) {
            out.putNextEntry(new ZipEntry("notes.txt"));
        }
    }
}
