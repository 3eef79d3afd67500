package io.hmsbridge.plugins.scheduling;

import static org.assertj.core.api.Assertions.assertThat;

import io.hmsbridge.api.SendResult;
import io.hmsbridge.core.plugin.PluginHost;
import io.hmsbridge.testkit.RecordingHttpServer;
import io.hmsbridge.testkit.TestContext;
import io.hmsbridge.testkit.TestPackets;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.jar.JarFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The jar as it is shipped, and the run of its README. */
class SchedulingJarIT {

    private static final Path JAR = Path.of(System.getProperty("plugin.jar"));

    @TempDir
    private Path temp;

    @Test
    void theRunOfTheReadmeGoesAsItSays() throws Exception {
        var folder = Files.createDirectory(temp.resolve("plugins"));
        Files.copy(JAR, folder.resolve("scheduling-rest.jar"));

        try (var scheduling = RecordingHttpServer.start();
                var host = PluginHost.open(folder, temp.resolve("work"));
                var lease = host.connectors().find("SchedulingConnector").orElseThrow();
                var context = TestContext.of(lease.factory(),
                        Map.of("base", scheduling.uri() + "/api", "api_key", "k3y"));
                var connector = lease.call(() -> lease.factory().create(context))) {
            var packet = new TestPackets(lease.factory()).of(Map.of("perDiem", new BigDecimal("68.00")));

            var result = lease.call(() -> connector.send(packet));

            assertThat(result).isEqualTo(SendResult.delivered("PATCH /api/v1/allowances/{$key} 204"));
            assertThat(Files.readString(Path.of("README.md")))
                    .contains("\n" + scheduling.last() + "\n", "`PATCH /api/v1/allowances/{$key} 204`");
        }
    }

    @Test
    void itBundlesItsLibraryAloneAndIsSmall() throws Exception {
        try (var jar = new JarFile(JAR.toFile())) {
            assertThat(jar.stream().map(e -> e.getName()).filter(name -> name.endsWith(".class"))).isNotEmpty()
                    .allMatch(name -> name.matches("io/hmsbridge/plugins/(scheduling|rest)/.*"));
        }
        assertThat(JAR).satisfies(jar -> assertThat(Files.size(jar)).isLessThan(80_000));
    }
}
