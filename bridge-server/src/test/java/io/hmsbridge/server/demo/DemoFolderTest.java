package io.hmsbridge.server.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.hmsbridge.core.plugin.PluginTrust;
import io.hmsbridge.server.config.ConfigFile;
import io.hmsbridge.server.config.ConfigReader;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DemoFolderTest {

    @TempDir
    private Path folder;

    @Test
    void aNewOrEmptyFolderAndAnEarlierDemosCanBeTaken() throws Exception {
        var absent = folder.resolve("a/b");

        assertThat(DemoFolder.claim(absent)).isTrue();
        Files.writeString(absent.resolve("bridge.yaml"), "of the demo");
        assertThat(DemoFolder.claim(absent)).isTrue();
        assertThat(DemoFolder.claim(Files.createDirectory(folder.resolve("empty")))).isTrue();
    }

    @Test
    void aFolderWithFilesOfSomebodyIsLeftAsItIs() throws Exception {
        Files.writeString(folder.resolve("bridge.yaml"), "mine");

        assertThat(DemoFolder.claim(folder)).isFalse();
        assertThat(folder).isDirectoryNotContaining(file -> !file.endsWith("bridge.yaml"));
    }

    @Test
    void aFileCannotBeTaken() throws Exception {
        var file = Files.writeString(folder.resolve("file"), "mine");

        assertThatExceptionOfType(NotDirectoryException.class).isThrownBy(() -> DemoFolder.claim(file));
        assertThat(file).hasContent("mine");
    }

    @Test
    void theDemoLoadsEveryPluginThatIsDroppedIntoItsFolder() throws Exception {
        var shipped = new Installation(Files.createDirectory(folder.resolve("mappings")),
                Files.createDirectory(folder.resolve("plugins")));
        Files.writeString(shipped.mappings().resolve("per-diem.yaml"), "a sheet");
        Files.writeString(shipped.plugins().resolve("payroll-rest-1.0.0.jar"), "a jar");

        try (var demo = DemoFolder.prepare(Optional.of(Files.createDirectory(folder.resolve("demo"))), shipped,
                URI.create("http://127.0.0.1:1"))) {
            var plugins = new ConfigReader(Map.of()).read(ConfigFile.named(demo.config())).config().plugins();
            assertThat(plugins.trust()).isEqualTo(PluginTrust.ANY);
        }
    }
}
