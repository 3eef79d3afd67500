package io.hmsbridge.core.plugin;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The folder that people drop jars into, as it looks from one moment to the next. Used by one thread. */
final class JarFolder {

    /** What tells one content of a file from another without reading it. */
    record Stamp(long size, FileTime modified, Object key) {}

    /**
     * One jar as seen now.
     *
     * @param atRest for how long it has not changed
     */
    record Sight(Path file, Stamp stamp, Duration atRest) {}

    private record Seen(Stamp stamp, Instant first) {}

    private final Path folder;
    private final Clock clock;
    private Map<Path, Seen> seen = Map.of();

    JarFolder(Path folder, Clock clock) {
        this.folder = folder;
        this.clock = clock;
    }

    /** The jars present, in the order of their names. */
    List<Sight> look() throws IOException {
        var now = clock.instant();
        var sights = new ArrayList<Sight>();
        var seenNow = new HashMap<Path, Seen>();
        for (var file : jars(folder)) {
            try {
                var stamp = stamp(file);
                var before = seen.get(file);
                boolean same = before != null && before.stamp.equals(stamp);
                var first = same && !before.first.isAfter(now) ? before.first : now; // begins anew if the clock was set back
                seenNow.put(file, new Seen(stamp, first));
                sights.add(new Sight(file, stamp, atRest(stamp, first, now)));
            } catch (NoSuchFileException e) {
                continue; // deleted since it was listed
            }
        }
        seen = seenNow;
        return sights;
    }

    static List<Path> jars(Path folder) throws IOException {
        try (var files = Files.list(folder)) {
            return files.filter(JarFolder::isJar).sorted().toList();
        }
    }

    /** Hidden files are left alone: copying tools write under such names before they rename. */
    private static boolean isJar(Path file) {
        return isNamedAsPlugin(file) && Files.isRegularFile(file);
    }

    /** Whether a host would look at a file of this name at all. */
    static boolean isNamedAsPlugin(Path file) {
        var name = file.getFileName().toString();
        return (name.endsWith(".jar") || name.endsWith(".zip")) && !name.startsWith(".");
    }

    static Stamp stamp(Path file) throws IOException {
        var attributes = Files.readAttributes(file, BasicFileAttributes.class);
        return new Stamp(attributes.size(), attributes.lastModifiedTime(), attributes.fileKey());
    }

    /** A file moved in whole brings an old time with it and needs no waiting. */
    private static Duration atRest(Stamp stamp, Instant first, Instant now) {
        var watched = Duration.between(first, now);
        var byItsTime = Duration.between(stamp.modified.toInstant(), now);
        return watched.compareTo(byItsTime) > 0 ? watched : byItsTime;
    }
}
