package io.hmsbridge.postgres;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Where PostgreSQL's programs are kept between starts: one folder that all data folders share, that no other user can
 * write to, and that the account the server runs under can read.
 */
final class CacheFolder {
    private static final String NAME = "hms-bridge";

    private CacheFolder() {}

    /**
     * The user's cache folder; for root, whose home is closed to the account its server runs under, the system's. If
     * that cannot be written (a read-only image, a user without a home), a folder inside of the data folder.
     */
    static Path choose(ServerAccount account, Path dataFolder) {
        var usual = account.dropTo().isPresent() ? Path.of("/var/cache") : ofUser();
        return writable(usual.resolve(NAME)).orElseGet(() -> dataFolder.resolve("programs"));
    }

    private static Path ofUser() {
        var variable = Platform.current().isWindows() ? "LOCALAPPDATA" : "XDG_CACHE_HOME";
        return Optional.ofNullable(System.getenv(variable))
                .filter(value -> !value.isBlank())
                .map(Path::of)
                .orElseGet(() -> Path.of(System.getProperty("user.home"), ".cache"));
    }

    private static Optional<Path> writable(Path folder) {
        try {
            Folders.createReadable(folder);
            return Optional.of(folder).filter(Files::isWritable);
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
