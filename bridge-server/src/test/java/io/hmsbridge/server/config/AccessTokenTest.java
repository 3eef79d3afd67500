package io.hmsbridge.server.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AccessTokenTest {

    @TempDir
    private Path home;

    @Test
    void aTokenIsMadeOnceForItsOwnerAlone() throws Exception {
        var data = home.resolve("new/data");

        var made = AccessToken.obtain(data);

        assertThat(made.reveal()).hasSizeGreaterThanOrEqualTo(32).matches("[A-Za-z0-9_-]+");
        assertThat(AccessToken.obtain(data)).isEqualTo(made);
        assertThat(AccessToken.read(data)).isEqualTo(made);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(AccessToken.file(data))))
                .isEqualTo("rw-------");
        try (var files = Files.list(data)) {
            assertThat(files).hasSize(1);
        }
    }
}
