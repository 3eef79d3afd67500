package io.hmsbridge.core.plugin;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * The private folder from which plugins are loaded: a copy for each, so that people may overwrite, replace or delete
 * the original at any time. Belongs to one host alone.
 */
final class WorkFolder {

    private final Path folder;
    private int copies;

    /** Makes the folder if need be, and clears what an earlier run has left. */
    WorkFolder(Path folder) throws IOException {
        this.folder = Files.createDirectories(folder).toRealPath();
        try (var leftovers = Files.newDirectoryStream(this.folder, "*.jar")) {
            for (var leftover : leftovers) {
                Files.delete(leftover);
            }
        }
    }

    /**
     * A verified copy of a jar.
     *
     * @throws IOException if it could not be copied
     * @throws PluginProblem if the copy is not a whole jar
     */
    Path copyOf(Path jar) throws IOException, PluginProblem {
        var name = jar.getFileName().toString();
        var copy = folder.resolve(name.substring(0, name.length() - ".jar".length()) + "-" + ++copies + ".jar");
        try {
            Files.copy(jar, copy);
            verify(copy);
            return copy;
        } catch (IOException | PluginProblem e) {
            Files.deleteIfExists(copy);
            throw e;
        }
    }

    /** Reads every byte: the directory at a jar's end may be there before all that it lists is. */
    private static void verify(Path copy) throws PluginProblem {
        try (var zip = new ZipFile(copy.toFile())) {
            for (var entries = zip.entries(); entries.hasMoreElements();) {
                verify(zip, entries.nextElement());
            }
        } catch (IOException e) {
            throw new PluginProblem("it is not a whole jar: " + e.getMessage(), e);
        }
    }

    private static void verify(ZipFile zip, ZipEntry entry) throws IOException {
        var crc = new CRC32();
        try (var in = new CheckedInputStream(zip.getInputStream(entry), crc)) {
            in.transferTo(OutputStream.nullOutputStream());
        }
        if (entry.getCrc() != -1 && entry.getCrc() != crc.getValue()) {
            throw new IOException(entry.getName() + " is damaged");
        }
    }
}
