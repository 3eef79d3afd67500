package io.hmsbridge.plugins.ftpflat;

import static org.assertj.core.api.Assertions.assertThat;

import io.hmsbridge.api.ConnectorFactory;
import io.hmsbridge.core.plugin.PluginHost;
import io.hmsbridge.plugins.files.testkit.ReadmeRun;
import io.hmsbridge.testkit.TestContext;
import io.hmsbridge.testkit.TestPackets;
import io.hmsbridge.testkit.contract.Counterpart;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.jar.JarFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The jar as it is shipped. */
class FtpFlatJarIT {

    private interface Use {
        void with(ConnectorFactory factory) throws Exception;
    }

    private static final Path JAR = Path.of(System.getProperty("plugin.jar"));

    @TempDir
    private Path temp;

    @Test
    void theRunOfTheReadmeGoesAsItSays() throws Exception {
        var readme = ReadmeRun.ofThisModule();
        try (var site = FtpSite.start()) {
            inHost(factory -> {
                try (var context = TestContext.of(factory, settings(site)); var ftp = factory.create(context)) {
                    var result = ftp.send(readme.packet(temp, factory));
                    assertThat(readme.says("`" + result + "`")).as(result.toString()).isTrue();
                }
            });
            var file = Files.readAllBytes(site.folder().resolve("rates/pkt-1.txt"));
            assertThat(new String(file, Charset.forName("Cp037")).replaceAll("(?s).{12}", "$0\n"))
                    .isEqualTo(readme.blocks("text").getFirst());
        }
    }

    @Test
    void sftpWorksOutOfTheJar() throws Exception {
        try (var site = SftpSite.start()) {
            inHost(factory -> {
                try (var context = TestContext.of(factory, settings(site)); var sftp = factory.create(context)) {
                    sftp.send(new TestPackets(factory).of(Map.of("rate", 68)));
                }
            });
            assertThat(site.folder().resolve("under-test-pkt-1.dat")).hasContent("rate\r\n68\r\n");
        }
    }

    @Test
    void itBundlesItsLibrariesAndNothingOfTheBridge() throws Exception {
        try (var jar = new JarFile(JAR.toFile())) {
            assertThat(jar.stream().map(e -> e.getName()).filter(name -> name.endsWith(".class")))
                    .anyMatch(name -> name.startsWith("org/apache/commons/net/ftp/"))
                    .noneMatch(name -> name.startsWith("io/hmsbridge/api/") || name.startsWith("org/pf4j/"));
        }
        assertThat(JAR).satisfies(jar -> assertThat(Files.size(jar)).isLessThan(6_000_000));
    }

    private void inHost(Use use) throws Exception {
        var plugins = Files.createDirectory(temp.resolve("plugins"));
        Files.copy(JAR, plugins.resolve(JAR.getFileName()));
        try (var host = PluginHost.open(plugins, temp.resolve("work"));
                var lease = host.connectors().find("FTPFlat").orElseThrow()) {
            lease.call(() -> {
                use.with(lease.factory());
                return true;
            });
        }
    }

    private static Map<String, Object> settings(Counterpart site) {
        var settings = new HashMap<>(site.settings());
        settings.put("timeout", "10s");
        return settings;
    }
}
