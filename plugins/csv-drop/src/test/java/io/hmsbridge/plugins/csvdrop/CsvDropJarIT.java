package io.hmsbridge.plugins.csvdrop;

import static org.assertj.core.api.Assertions.assertThat;

import io.hmsbridge.core.plugin.PluginHost;
import io.hmsbridge.plugins.files.testkit.ReadmeRun;
import io.hmsbridge.testkit.TestContext;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.jar.JarFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The jar as it is shipped. */
class CsvDropJarIT {

    private static final Path JAR = Path.of(System.getProperty("plugin.jar"));

    @TempDir
    private Path temp;

    @Test
    void theRunOfTheReadmeGoesAsItSays() throws Exception {
        var readme = ReadmeRun.ofThisModule();
        var plugins = Files.createDirectory(temp.resolve("plugins"));
        Files.copy(JAR, plugins.resolve(JAR.getFileName()));
        var folder = Files.createDirectory(temp.resolve("rates"));
        try (var host = PluginHost.open(plugins, temp.resolve("work"));
                var lease = host.connectors().find("CsvDropConnector").orElseThrow();
                var context = TestContext.of(lease.factory(), Map.of("folder", folder.toString()));
                var connector = lease.call(() -> lease.factory().create(context))) {
            var packet = readme.packet(temp, lease.factory());
            var result = lease.call(() -> connector.send(packet));

            assertThat(readme.says("`" + result + "`")).as(result.toString()).isTrue();
            assertThat(Files.readString(folder.resolve("rates.csv")).replace("\r\n", "\n"))
                    .isEqualTo(readme.blocks("csv").getFirst());
        }
    }

    @Test
    void itBundlesItsLibrariesAndNothingElse() throws Exception {
        try (var jar = new JarFile(JAR.toFile())) {
            assertThat(jar.stream().map(e -> e.getName().replaceFirst("^META-INF/versions/[0-9]+/", ""))
                    .filter(name -> name.endsWith(".class"))).isNotEmpty().allMatch(
                            name -> name.startsWith("io/hmsbridge/plugins/") || name.startsWith("de/siegmar/fastcsv/"));
        }
        assertThat(JAR).satisfies(jar -> assertThat(Files.size(jar)).isLessThan(300_000));
    }
}
