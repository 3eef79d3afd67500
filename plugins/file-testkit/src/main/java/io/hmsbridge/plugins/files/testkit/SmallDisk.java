package io.hmsbridge.plugins.files.testkit;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/** A disk of little room, in memory, mounted at a folder. Linux and its superuser have one. */
public final class SmallDisk implements AutoCloseable {

    private final Path folder;

    private SmallDisk(Path folder) {
        this.folder = folder;
    }

    /** A disk that all may write to, or nothing where it cannot be mounted. */
    public static Optional<SmallDisk> at(Path folder, int kilobytes) throws IOException, InterruptedException {
        return run("mount", "-t", "tmpfs", "-o", "mode=0777,size=" + kilobytes + "k", "tmpfs", folder.toString())
                ? Optional.of(new SmallDisk(folder))
                : Optional.empty();
    }

    private static boolean run(String... command) throws IOException, InterruptedException {
        try {
            return new ProcessBuilder(command).redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD).start().waitFor() == 0;
        } catch (IOException noSuchProgram) {
            return false;
        }
    }

    @Override
    public void close() throws IOException, InterruptedException {
        if (!run("umount", folder.toString())) {
            throw new IOException(folder + " is still mounted");
        }
    }
}
