package io.hmsbridge.core.plugin;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/** What a jar or zip holds: looked through once, as a whole, before anything of it is used. */
final class Contents {

    /** No plugin needs so much; whoever sends more means to fill the disk or the memory. */
    private static final long MOST_BYTES = 1L << 30;
    private static final int MOST_ENTRIES = 65_534;

    /** Class files shrink to a half, text to a tenth; only what was made to burst shrinks to less than a hundredth. */
    private static final long MOST_RATIO = 100;
    private static final long RATIO_COUNTS_FROM = 10L << 20;

    private final ZipFile zip;
    private final long packed;
    private final long mostBytes;
    private final byte[] buffer = new byte[64 * 1024];
    private final Set<String> names = new HashSet<>();
    private long bytes;

    private Contents(ZipFile zip, long packed, long mostBytes) {
        this.zip = zip;
        this.packed = packed;
        this.mostBytes = mostBytes;
    }

    /**
     * Reads every byte: the directory at a jar's end may be there before all that it lists is.
     *
     * @throws PluginProblem if something is missing or damaged, or it holds what no plugin would
     */
    static void check(Path file) throws PluginProblem {
        check(file, MOST_BYTES);
    }

    /** @param mostBytes that it may unpack to */
    static void check(Path file, long mostBytes) throws PluginProblem {
        try (var zip = new ZipFile(file.toFile())) {
            if (zip.size() > MOST_ENTRIES) {
                throw new PluginProblem("it holds " + zip.size() + " files, and more than " + MOST_ENTRIES
                        + " are taken for an attack");
            }
            var link = Links.first(file);
            if (link.isPresent()) {
                throw new PluginProblem("it holds a symbolic link, which may lead anywhere: " + link.get());
            }
            new Contents(zip, Files.size(file), mostBytes).check();
        } catch (IOException e) {
            throw new PluginProblem("it is not a whole jar: " + e.getMessage(), e);
        }
    }

    private void check() throws IOException, PluginProblem {
        for (var entries = zip.entries(); entries.hasMoreElements();) {
            check(entries.nextElement());
        }
    }

    private void check(ZipEntry entry) throws IOException, PluginProblem {
        if (leadsOut(entry.getName())) {
            throw new PluginProblem("it holds a file that would be put outside its folder: " + entry.getName());
        }
        if (!names.add(entry.getName())) {
            throw new PluginProblem("it holds " + entry.getName() + " twice, of which no two readers see the same one");
        }
        var crc = new CRC32();
        try (var in = zip.getInputStream(entry)) {
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                crc.update(buffer, 0, n);
                count(n);
            }
        }
        if (entry.getCrc() != -1 && entry.getCrc() != crc.getValue()) {
            throw new IOException(entry.getName() + " is damaged");
        }
    }

    private void count(int more) throws PluginProblem {
        bytes += more;
        if (bytes > mostBytes || bytes > RATIO_COUNTS_FROM && bytes / MOST_RATIO > packed) {
            throw new PluginProblem("it unpacks to more than " + (bytes >> 20) + " MiB from " + (packed >> 10)
                    + " KiB, which is taken for an attack");
        }
    }

    private static boolean leadsOut(String name) {
        return name.startsWith("/") || name.contains("\\") || name.contains(":")
                || ("/" + name + "/").contains("/../");
    }

    /** Unpacks what was checked. */
    static void unpack(Path file, Path into) throws IOException {
        try (var zip = new ZipFile(file.toFile())) {
            for (var entries = zip.entries(); entries.hasMoreElements();) {
                var entry = entries.nextElement();
                var to = into.resolve(entry.getName());
                if (entry.isDirectory()) {
                    Files.createDirectories(to);
                } else {
                    Files.createDirectories(to.getParent());
                    try (InputStream in = zip.getInputStream(entry)) {
                        Files.copy(in, to);
                    }
                }
            }
        }
    }
}
