package io.hmsbridge.core.plugin;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;

/**
 * The private folder from which plugins are loaded: a copy for each, so that people may overwrite, replace or delete
 * the original at any time. A zip is unpacked. Belongs to one host alone.
 */
final class WorkFolder {

    private static final String UNPACKED = ".unpacked";

    private final Path folder;
    private final PluginTrust trust;
    private int copies;

    /** Makes the folder if need be, and clears what an earlier run has left. */
    WorkFolder(Path folder, PluginTrust trust) throws IOException {
        this.trust = trust;
        this.folder = Files.createDirectories(folder).toRealPath();
        try (var leftovers = Files.newDirectoryStream(this.folder, "*{.jar,.zip,.sig," + UNPACKED + "}")) {
            for (var leftover : leftovers) {
                delete(leftover);
            }
        }
    }

    /**
     * A verified copy of a plugin file: a jar, or the folder that a zip was unpacked to.
     *
     * @throws IOException if it could not be copied
     * @throws PluginProblem if the copy is not whole, not safe to unpack, or not trusted
     */
    Path copyOf(Path file) throws IOException, PluginProblem {
        var name = file.getFileName().toString();
        int dot = name.lastIndexOf('.');
        var copy = folder.resolve(name.substring(0, dot) + "-" + ++copies + name.substring(dot));
        try {
            DetachedSignature.copy(file, copy);
            Files.copy(file, copy);
            Contents.check(copy);
            var objection = trust.objection(copy);
            if (objection.isPresent()) {
                throw new UntrustedException(objection.get());
            }
            return name.endsWith(".zip") ? unpack(copy) : copy;
        } catch (IOException | PluginProblem e) {
            delete(copy);
            throw e;
        }
    }

    private static Path unpack(Path zip) throws IOException, PluginProblem {
        var unpacked = zip.resolveSibling(zip.getFileName() + UNPACKED);
        try {
            Contents.unpack(zip, unpacked);
            return unpacked;
        } catch (IOException e) {
            delete(unpacked);
            throw e;
        }
    }

    /** The jar, or the zip that was unpacked. */
    static Path packed(Path copy) {
        var name = copy.getFileName().toString();
        return name.endsWith(UNPACKED) ? copy.resolveSibling(name.substring(0, name.length() - UNPACKED.length()))
                : copy;
    }

    /** Deletes a copy, with the zip that it was unpacked from. */
    static void delete(Path copy) throws IOException {
        if (copy.toString().endsWith(UNPACKED)) {
            Files.deleteIfExists(packed(copy));
        }
        Files.deleteIfExists(DetachedSignature.beside(packed(copy)));
        if (Files.notExists(copy)) {
            return;
        }
        try (var all = Files.walk(copy)) {
            for (var each : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(each);
            }
        }
    }
}
