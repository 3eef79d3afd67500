package io.hmsbridge.core.plugin;

import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Of each plugin the version that ran before the one that runs, kept in the work folder over restarts. One that was rolled
 * back is kept in its turn, so that the way leads forward again.
 */
public final class LastGood {

    private static final Logger LOG = LoggerFactory.getLogger(LastGood.class);

    /** Holds the version that somebody wants back, from the moment it is asked for until it is seen. */
    private static final String WANTED = "wanted";

    private final Path folder;

    /** @param work the work folder of a host, which need not run */
    public LastGood(Path work) {
        folder = work.resolve("last-good");
    }

    /**
     * Puts the version of before over the jar of the one that runs; a host that runs tries it out as any other.
     *
     * @return what was put there, or empty if none is kept
     */
    public Optional<PluginFile> putBack(String id, Path plugins) throws IOException {
        var found = kept(id);
        if (found.isEmpty()) {
            return Optional.empty();
        }
        var kept = found.get();
        var file = PluginFile.of(kept, PluginTrust.ANY);
        put(kept, plugins.resolve(kept.getFileName()), file, true);
        return Optional.of(file);
    }

    /** @param older whether it is to take over although it is older than what it replaces */
    void put(Path file, Path to, PluginFile plugin, boolean older) throws IOException {
        if (older) {
            Files.writeString(Files.createDirectories(of(plugin.id())).resolve(WANTED), plugin.version());
        }
        copy(file, to);
    }

    /** Copies a file, with its signature, and lets it be seen once it is whole. */
    static void copy(Path file, Path to) throws IOException {
        var beside = to.resolveSibling("." + to.getFileName() + ".tmp");
        try {
            Files.copy(file, beside, StandardCopyOption.REPLACE_EXISTING);
            DetachedSignature.copy(file, beside); // all of it is there before anything of what was there goes
            DetachedSignature.move(beside, to);
            Files.move(beside, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(beside);
            Files.deleteIfExists(DetachedSignature.beside(beside));
        }
    }

    /** Deletes what is kept of all plugins. */
    public void forget() throws IOException {
        WorkFolder.delete(folder);
    }

    private Optional<Path> kept(String id) throws IOException {
        if (Files.notExists(of(id))) {
            return Optional.empty();
        }
        try (var files = Files.list(of(id))) {
            return files.filter(file -> isPlugin(file.getFileName().toString())).findFirst();
        }
    }

    private static boolean isPlugin(String name) {
        return !name.startsWith(".") && Stream.of(".jar", ".zip").anyMatch(name::endsWith);
    }

    /** Keeps a plugin's version when another takes its place. */
    void keep(PluginJar leaving, Path successor) {
        var file = leaving.file();
        var name = successor.getFileName().toString();
        try {
            WorkFolder.delete(of(leaving.id()));
            if (name.endsWith(".zip") == file.toString().endsWith(".zip")) {
                copy(file, Files.createDirectories(of(leaving.id())).resolve(name));
            }
        } catch (IOException e) {
            LOG.warn("plugin={} cannot be kept for a rollback reason=\"{}\"", leaving, PluginProblem.wordsOf(e));
        }
    }

    /** Whether somebody has asked for this version back; that is answered once. */
    boolean isWanted(PluginJar older) {
        var wanted = of(older.id()).resolve(WANTED);
        try {
            return Files.exists(wanted) && Files.readString(wanted).equals(older.version())
                    && Files.deleteIfExists(wanted);
        } catch (IOException e) {
            LOG.warn("plugin={} may not be rolled back reason=\"{}\"", older, PluginProblem.wordsOf(e));
            return false;
        }
    }

    /** An id may hold any characters. */
    private Path of(String id) {
        return folder.resolve("plugin-" + URLEncoder.encode(id, StandardCharsets.UTF_8));
    }
}
