package io.hmsbridge.benchmarks.faults;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Map;

/**
 * The clock of the processes that are started with its environment, which is set while they run. What they measure with the clock that
 * only goes forward is left alone, as it is when a machine's clock is set. By libfaketime.
 */
final class SettableClock {

    private static final Path LIBRARIES = Path.of("/usr/lib");
    private static final Path SHARED_MEMORY = Path.of("/dev/shm");
    private static final String LIBRARY = "faketime/libfaketimeMT.so.1";
    /** For so long each process goes by what it read. */
    static final Duration CACHED = Duration.ofSeconds(1);

    private final Path library;
    private final Path file;

    private SettableClock(Path library, Path file) {
        this.library = library;
        this.file = file;
    }

    /** One that is right until it is set; keeps in this file by how much it is wrong. */
    static SettableClock in(Path file) throws IOException {
        var clock = new SettableClock(library(), file);
        clock.set(Duration.ZERO);
        return clock;
    }

    private static Path library() throws IOException {
        try (var folders = Files.list(LIBRARIES)) {
            return folders.map(folder -> folder.resolve(LIBRARY)).filter(Files::exists).findFirst()
                    .orElseThrow(() -> new IOException("libfaketime is needed: install Debian's package faketime"));
        }
    }

    Map<String, String> environment() {
        return Map.of("LD_PRELOAD", library.toString(), "FAKETIME_TIMESTAMP_FILE", file.toString(),
                "FAKETIME_CACHE_DURATION", String.valueOf(CACHED.toSeconds()), "FAKETIME_DONT_FAKE_MONOTONIC", "1");
    }

    /** Removes what a process that was killed has left of it in memory. */
    static void forget(long pid) throws IOException {
        Files.deleteIfExists(SHARED_MEMORY.resolve("sem.faketime_sem_" + pid));
        Files.deleteIfExists(SHARED_MEMORY.resolve("faketime_shm_" + pid));
    }

    /** Sets it so much ahead of the right time; less than nothing sets it back. */
    void set(Duration ahead) throws IOException {
        var next = file.resolveSibling(file.getFileName() + ".next");
        Files.writeString(next, "%+ds".formatted(ahead.toSeconds()));
        Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
