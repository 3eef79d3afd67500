package io.hmsbridge.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServerLogTest {
    @TempDir
    Path folder;

    @Test
    void neverTakesMoreThanTwiceItsBound() throws Exception {
        var file = folder.resolve("server.log");
        var line = "x".repeat(99);
        try (var log = new ServerLog(file, 1_000)) {
            for (var i = 0; i < 100; i++) {
                log.append(line);
            }
            log.append("the last");
        }

        assertThat(file).content().endsWith("the last\n");
        assertThat(file.toFile().length() + folder.resolve("server.log.1").toFile().length())
                .isBetween(1_000L, 2_200L);
    }

    @Test
    void goesOnWhereAnEarlierServerEnded() throws Exception {
        var file = folder.resolve("server.log");
        for (var start = 1; start <= 2; start++) {
            try (var log = new ServerLog(file, 1_000)) {
                log.append("start " + start);
            }
        }

        assertThat(file).content().isEqualTo("start 1\nstart 2\n");
    }
}
