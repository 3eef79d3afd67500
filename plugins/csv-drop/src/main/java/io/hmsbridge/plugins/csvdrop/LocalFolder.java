package io.hmsbridge.plugins.csvdrop;

import io.hmsbridge.plugins.files.Document;
import io.hmsbridge.plugins.files.Folder;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.OptionalLong;

/** A folder of this machine. Safe to use from many threads. */
final class LocalFolder implements Folder {

    private static final int BUFFER = 64 * 1024;

    private final Path root;
    private final boolean sync;

    LocalFolder(Path root, boolean sync) {
        this.root = root;
        this.sync = sync;
    }

    Path path(String path) {
        return root.resolve(path);
    }

    /** @throws NoSuchFileException if the folder itself is missing: it is never made, for it may not be mounted yet */
    void require() throws NoSuchFileException {
        if (!Files.isDirectory(root)) {
            throw new NoSuchFileException(root.toString(), null, "there is no such folder");
        }
    }

    /** Tells others that a file will not change. */
    void mark(String path) throws IOException {
        Files.write(path(path + ".done"), new byte[0]);
        settle(path);
    }

    @Override
    public OptionalLong size(String path) throws IOException {
        try {
            return OptionalLong.of(Files.size(path(path)));
        } catch (NoSuchFileException _) {
            return OptionalLong.empty();
        }
    }

    @Override
    public void write(String path, Document document) throws IOException {
        try (var file = FileChannel.open(path(path), StandardOpenOption.CREATE, StandardOpenOption.WRITE,
                StandardOpenOption.TRUNCATE_EXISTING);
                var out = new BufferedOutputStream(Channels.newOutputStream(file), BUFFER)) {
            document.writeTo(out);
            out.flush();
            if (sync) {
                file.force(true);
            }
        }
    }

    @Override
    public InputStream read(String path) throws IOException {
        return Files.newInputStream(path(path));
    }

    /** By a second name, since a rename would silently replace a file that appeared meanwhile. */
    @Override
    public void rename(String from, String to) throws IOException {
        try {
            Files.createLink(path(to), path(from));
            Files.delete(path(from));
        } catch (UnsupportedOperationException _) {
            Files.move(path(from), path(to));
        }
        settle(to);
    }

    @Override
    public void createFolders(String path) throws IOException {
        if (path.contains("/")) {
            Files.createDirectories(path(path).getParent());
        }
    }

    /** Makes the names in the folder durable. Windows opens no folder, and needs none of this. */
    void settle(String path) throws IOException {
        if (sync && !System.getProperty("os.name").startsWith("Windows")) {
            try (var names = FileChannel.open(path(path).getParent())) {
                names.force(true);
            }
        }
    }
}
