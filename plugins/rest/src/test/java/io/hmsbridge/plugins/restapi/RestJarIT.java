package io.hmsbridge.plugins.restapi;

import static org.assertj.core.api.Assertions.assertThat;

import io.hmsbridge.api.SettingsSpec;
import io.hmsbridge.core.plugin.PluginHost;
import io.hmsbridge.testkit.Answer;
import io.hmsbridge.testkit.RecordingHttpServer;
import io.hmsbridge.testkit.TestContext;
import io.hmsbridge.testkit.TestPackets;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.jar.JarFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The jar as it is shipped, and its README. */
class RestJarIT {

    private static final Path JAR = Path.of(System.getProperty("plugin.jar"));

    @TempDir
    private Path temp;

    @Test
    void theRunOfTheReadmeGoesAsItSays() throws Exception {
        var folder = Files.createDirectory(temp.resolve("plugins"));
        Files.copy(JAR, folder.resolve("rest.jar"));
        var readme = Files.readString(Path.of("README.md"));

        try (var api = RecordingHttpServer.start().answer(Answer.status(201).json("{\"change\":{\"id\":\"c-17\"}}"));
                var host = PluginHost.open(folder, temp.resolve("work"));
                var lease = host.connectors().find("RestConnector").orElseThrow();
                var context = TestContext.of(lease.factory(),
                        Map.of("base", api.uri() + "/api", "auth", "bearer", "token", "t0k3n"));
                var connector = lease.call(() -> lease.factory().create(context))) {
            var fields = new LinkedHashMap<String, Object>();
            fields.put("dailyRate", new BigDecimal("68.00"));
            fields.put("grade", "E5");
            fields.put("region", "Île-de-France");
            var packet = new TestPackets(lease.factory()).of(fields, Map.of("method", "PUT", "path", "/rates/{grade}",
                    "headers", Map.of("X-Region", "{region}"), "omit", List.of("grade", "region"), "already_had",
                    List.of("409"), "receipt", "change.id", "read", "/rates/{$key}"));

            var result = lease.call(() -> connector.send(packet));

            assertThat(result)
                    .hasToString("Delivered[receipt=PUT /api/rates/{grade} 201 change.id=c-17, alreadyHad=false]");
            var call = api.last();
            assertThat(readme).contains(
                    call.method() + " " + call.target() + " HTTP/1.1\n",
                    "X-Region: " + call.header("X-Region").orElseThrow(),
                    "Authorization: " + call.header("Authorization").orElseThrow(), "\n\n" + call.text() + "\n",
                    "Idempotency-Key: " + call.header("Idempotency-Key").orElseThrow(),
                    "Content-Type: " + call.header("Content-Type").orElseThrow(),
                    "`PUT /api/rates/{grade} 201 change.id=c-17`");
            assertThat(connector.getClass().getClassLoader()).isNotSameAs(getClass().getClassLoader());
        }
    }

    @Test
    void everySettingIsInTheReadme() throws Exception {
        var readme = Files.readString(Path.of("README.md"));
        var factory = new RestConnectorFactory();
        for (var spec : List.of(factory.settings(), factory.use())) {
            for (SettingsSpec.Entry entry : spec.entries()) {
                var fallback = entry.required() ? "required" : entry.fallback().isEmpty() ? "none"
                        : "`" + entry.fallback() + "`";
                assertThat(readme).containsPattern(
                        "\\| `" + entry.name() + "` \\| [^|]+ \\| "
                                + java.util.regex.Pattern.quote(fallback + " | " + entry.doc()));
            }
        }
    }

    @Test
    void itBundlesItsLibraryAloneAndIsSmall() throws Exception {
        try (var jar = new JarFile(JAR.toFile())) {
            assertThat(jar.stream().map(e -> e.getName()).filter(name -> name.endsWith(".class"))).isNotEmpty()
                    .allMatch(name -> name.matches("io/hmsbridge/plugins/(restapi|rest)/.*"));
        }
        assertThat(JAR).satisfies(jar -> assertThat(Files.size(jar)).isLessThan(80_000));
    }
}
