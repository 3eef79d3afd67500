package io.hmsbridge.core.plugin;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.pf4j.DefaultVersionManager;

/**
 * The plugins folder, for who puts something into it. A host need not run.
 *
 * @param work the work folder of its host
 */
public record PluginShelf(Path folder, Path work) {

    private record Shelved(Path file, PluginFile plugin) {

        @Override
        public String toString() {
            return file.getFileName() + " " + plugin.version();
        }
    }

    /**
     * Puts a plugin in whole, in the place of the version that is there.
     *
     * @param plugin what the file holds
     * @param mayBeOlder than the version that is there
     * @return where it is now
     * @throws IllegalArgumentException if it must not be put there, saying why
     */
    public Path replace(Path file, PluginFile plugin, boolean mayBeOlder) throws IOException {
        var there = shelved(plugin.id());
        if (there.isEmpty()) {
            return beside(file);
        }
        if (there.size() > 1) {
            throw new IllegalArgumentException("several versions of " + plugin.id() + " are there ("
                    + there.stream().map(Shelved::toString).collect(Collectors.joining(", "))
                    + "): put it in --beside them, or delete what is to go");
        }
        var before = there.getFirst();
        if (isZip(before.file()) != isZip(file)) {
            throw new IllegalArgumentException("a jar and a zip do not replace each other: delete " + before.file());
        }
        boolean older = new DefaultVersionManager().compareVersions(plugin.version(), before.plugin().version()) < 0;
        if (older && !mayBeOlder) {
            throw new IllegalArgumentException(
                    "%s is older than %s: say --allow-downgrade, or put it in --beside and pin "
                            .formatted(plugin.version(), before) + "a target to it");
        }
        new LastGood(work).put(file, before.file(), plugin, older);
        return before.file();
    }

    /** Puts a plugin in whole under its own name. */
    public Path beside(Path file) throws IOException {
        var to = folder.resolve(file.getFileName());
        if (Files.exists(to)) {
            throw new IllegalArgumentException("there is a file " + to + " already");
        }
        LastGood.copy(file, Files.createDirectories(folder).resolve(file.getFileName()));
        return to;
    }

    private List<Shelved> shelved(String id) throws IOException {
        var found = new ArrayList<Shelved>();
        for (var file : JarFolder.jars(folder)) {
            var plugin = PluginFile.of(file, PluginTrust.ANY);
            if (plugin.id().equals(id)) {
                found.add(new Shelved(file, plugin));
            }
        }
        return found;
    }

    private static boolean isZip(Path file) {
        return file.toString().endsWith(".zip");
    }
}
