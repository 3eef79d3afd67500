package io.hmsbridge.server.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AccessTokenTest {

    @TempDir
    private Path home;

    @ParameterizedTest
    @ValueSource(strings = {"", "password: hunter2", "password:\n  hunter2", "hunter2\u0007", "hunter2\u00e9"})
    void whatCannotBeSentAsATokenIsRefusedWithoutQuotingIt(String text) {
        assertThatThrownBy(() -> AccessToken.of(text)).isInstanceOf(IOException.class).hasNoCause()
                .hasMessageContaining("not a token").hasMessageNotContaining("hunter2");
    }

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
