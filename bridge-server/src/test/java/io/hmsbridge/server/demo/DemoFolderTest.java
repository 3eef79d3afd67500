package io.hmsbridge.server.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.file.Files;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
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
}
