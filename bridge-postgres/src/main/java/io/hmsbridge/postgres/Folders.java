package io.hmsbridge.postgres;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;

/** What the JDK lacks for folders. */
final class Folders {
    private Folders() {}

    /** The user this process acts as. Linux only. */
    static int self() throws IOException {
        return owner(Path.of("/proc/self"));
    }

    /** The user that the path belongs to. Not on Windows. */
    static int owner(Path path) throws IOException {
        return (int) Files.getAttribute(path, "unix:uid");
    }

    /** Creates the folder, if it is not there, so that every user may read in it, whatever the umask is. */
    static void createReadable(Path folder) throws IOException {
        if (Files.isDirectory(folder)) {
            return;
        }
        Files.createDirectories(folder);
        makeReadable(folder, true);
    }

    /** Lets everyone read the path and its owner write it. */
    static void makeReadable(Path path, boolean executable) throws IOException {
        var posix = Files.getFileAttributeView(path, PosixFileAttributeView.class);
        if (posix != null) {
            posix.setPermissions(PosixFilePermissions.fromString(executable ? "rwxr-xr-x" : "rw-r--r--"));
        }
    }

    /** Deletes the folder and all in it; a folder that is not there is fine. */
    static void delete(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        try (var tree = Files.walk(folder)) {
            for (var path : tree.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        }
    }

    /** Makes renames and new names in the folder survive a power cut. Windows has no such call and needs none. */
    static void sync(Path folder) throws IOException {
        if (Platform.current().isWindows()) {
            return;
        }
        try (var channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }
}
