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
    /** For so long each process goes by what it read. */
    static final Duration CACHED = Duration.ofSeconds(1);

    private final Path library;
    private final Path file;

    private SettableClock(Path library, Path file) {
        this.library = library;
        this.file = file;
    }

    /** One that is right until it is set, for processes of many threads; keeps in this file by how much it is wrong. */
    static SettableClock forThreads(Path file) throws IOException {
        return in(file, "libfaketimeMT.so.1");
    }

    /** The same for processes of one thread, which may look at it in the middle of looking at it, when they are sent a signal. */
    static SettableClock forProcesses(Path file) throws IOException {
        return in(file, "libfaketime.so.1");
    }

    private static SettableClock in(Path file, String library) throws IOException {
        var clock = new SettableClock(library(library), file);
        clock.set(Duration.ZERO);
        return clock;
    }

    private static Path library(String name) throws IOException {
        try (var folders = Files.list(LIBRARIES)) {
            return folders.map(folder -> folder.resolve("faketime").resolve(name)).filter(Files::exists).findFirst()
                    .orElseThrow(() -> new IOException("libfaketime is needed: install Debian's package faketime"));
        }
    }

    Map<String, String> environment() {
        return Map.of("LD_PRELOAD", library.toString(), "FAKETIME_TIMESTAMP_FILE", file.toString(),
                "FAKETIME_CACHE_DURATION", String.valueOf(CACHED.toSeconds()), "FAKETIME_DONT_FAKE_MONOTONIC", "1");
    }

    /**
     * Has a program go by it, and none that starts it: what it keeps in memory belongs to the user of the first one, and a program that is
     * started as another user could not read it.
     */
    void goBy(Path program) throws IOException {
        var moved = program.resolveSibling(program.getFileName() + "-itself");
        Files.move(program, moved);
        var text = new StringBuilder("#!/bin/sh\n");
        environment().forEach((name, value) -> text.append("export %s='%s'%n".formatted(name, value)));
        Files.writeString(program, text.append("exec '%s' \"$@\"%n".formatted(moved)));
        Files.setPosixFilePermissions(program, Files.getPosixFilePermissions(moved));
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
