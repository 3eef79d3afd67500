package io.hmsbridge.core.plugin;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JarFolderTest {

    @TempDir
    private Path folder;

    private Instant now = Instant.parse("2026-11-25T12:00:00Z");

    private final Clock clock = new Clock() {
        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    };

    @Test
    void aJarComesToRestEvenIfTheClockIsSetBackMeanwhile() throws Exception {
        var jar = Files.createFile(folder.resolve("a.jar"));
        Files.setLastModifiedTime(jar, FileTime.from(now));
        var jars = new JarFolder(folder, clock);
        jars.look();
        now = now.minus(Duration.ofHours(1));
        jars.look();
        now = now.plusSeconds(2);

        assertThat(jars.look()).singleElement()
                .satisfies(jarSeen -> assertThat(jarSeen.atRest()).isEqualTo(Duration.ofSeconds(2)));
    }
}
