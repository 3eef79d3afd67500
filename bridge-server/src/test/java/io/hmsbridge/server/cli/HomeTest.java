package io.hmsbridge.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HomeTest {

    @TempDir
    private Path folder;

    @Test
    void theWorkingFoldersConfigurationGoesBeforeThatOfTheInstallation() throws Exception {
        var installation = Files.createDirectories(folder.resolve("installation"));
        var working = Files.createDirectories(folder.resolve("working"));
        var home = new Home(installation, installation.resolve("plugins"));

        assertThat(home.configFile(working)).isEqualTo(installation.resolve("bridge.yaml"));

        var installed = Files.createDirectories(installation.resolve("conf")).resolve("bridge.yaml");
        Files.writeString(installed, "");
        assertThat(home.configFile(working)).isEqualTo(installed);

        var here = Files.writeString(working.resolve("bridge.yaml"), "");
        assertThat(home.configFile(working)).isEqualTo(here);
    }
}
