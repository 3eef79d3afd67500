package io.hmsbridge.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class PostgresBinariesTest {
    @TempDir
    Path cache;

    @Test
    void areUnpackedWholeAfterAnUnpackingThatWasKilledAndThenKept() throws Exception {
        var leftover = Files.createDirectories(cache.resolve(".unfinished/bin")).resolve("leftover");
        Files.writeString(leftover, "half a file");

        var binaries = PostgresBinaries.unpackedIn(cache);
        var unpacked = Files.getLastModifiedTime(binaries.home());

        assertThat(binaries.program("postgres")).isExecutable();
        assertThat(binaries.home().resolve("bin/leftover")).doesNotExist();
        assertThat(binaries.majorVersion()).isEqualTo("18");
        assertThat(PostgresBinaries.unpackedIn(cache)).isEqualTo(binaries);
        assertThat(Files.getLastModifiedTime(binaries.home())).isEqualTo(unpacked);
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void areRefusedBelowAFolderThatTheUnprivilegedUserCannotEnter() throws Exception {
        var closed = Files.createDirectory(cache.resolve("closed"));
        Files.setPosixFilePermissions(closed, PosixFilePermissions.fromString("rwx------"));
        var programs = Files.createDirectory(closed.resolve("programs"));
        Folders.makeReadable(programs, true);

        assertThatThrownBy(() -> new ServerAccount(OptionalInt.of(65_534)).requireReach(programs))
                .isInstanceOf(EmbeddedPostgresException.class)
                .hasMessage("Folder " + closed + " is closed to the unprivileged user 65534 that PostgreSQL runs as for"
                        + " root: open it (chmod o+x " + closed
                        + ") or choose another folder for PostgreSQL's programs.");
    }
}
