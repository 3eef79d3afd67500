package io.hmsbridge.server.authoring;

import io.hmsbridge.core.watch.FolderWatch;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A folder of plugins for one who writes a connector: the plugins of another folder, and the connector as it was compiled last. Each
 * time it is compiled it is put here as a higher version, once the compiler has let go of its files.
 */
public final class DevFolder implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(DevFolder.class);
    private static final String MANIFEST = "META-INF/MANIFEST.MF";
    private static final long QUIET_MS = 300;

    private final Path classes;
    private final Path folder;
    private final String id;
    private Map<String, List<Object>> packed = Map.of();
    private int version;
    private FolderWatch watch;

    private DevFolder(Path classes, Path folder) throws IOException {
        this.classes = classes.toRealPath();
        this.folder = folder;
        this.id = id(this.classes);
    }

    /** @param others where the other plugins are; those of the same id are left out */
    public static DevFolder follow(Path classes, Path others, Path folder) throws IOException {
        var dev = new DevFolder(classes, folder);
        if (Files.exists(folder)) {
            SourcePlugin.delete(folder);
        }
        Files.createDirectories(folder);
        dev.copy(others);
        dev.pack();
        dev.watch = FolderWatch.startDeep(dev.classes, dev::compiled);
        return dev;
    }

    /** What the manifest says, where one was made already; else the project's folder is named like its plugin. */
    private static String id(Path classes) throws IOException {
        var written = Files.exists(classes.resolve(MANIFEST)) ? manifest(classes).getValue("Plugin-Id") : null;
        var project = classes.endsWith(Path.of("target", "classes")) ? classes.getParent().getParent() : classes;
        return written != null ? written : String.valueOf(project.getFileName());
    }

    private static Attributes manifest(Path classes) throws IOException {
        try (var in = Files.newInputStream(classes.resolve(MANIFEST))) {
            return new Manifest(in).getMainAttributes();
        }
    }

    private void copy(Path others) throws IOException {
        if (!Files.isDirectory(others)) {
            return;
        }
        try (var files = Files.list(others)) {
            for (var file : files.filter(f -> f.toString().endsWith(".jar") || f.toString().endsWith(".zip"))
                    .toList()) {
                if (!id.equals(idOf(file))) {
                    Files.copy(file, folder.resolve(file.getFileName()));
                }
            }
        }
    }

    private static String idOf(Path file) {
        try (var jar = new JarFile(file.toFile())) {
            var manifest = jar.getManifest();
            return manifest == null ? "" : manifest.getMainAttributes().getValue("Plugin-Id");
        } catch (IOException e) {
            return ""; // the host says what is wrong with it
        }
    }

    private void compiled() {
        try {
            var seen = state();
            for (var before = Map.<String, List<Object>>of(); !seen.equals(before); seen = state()) {
                before = seen;
                Thread.sleep(QUIET_MS);
            }
            if (!seen.equals(packed)) {
                pack();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e); // the watch tries again
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Map<String, List<Object>> state() throws IOException {
        var state = new TreeMap<String, List<Object>>();
        try (var files = Files.walk(classes)) {
            for (var file : files.filter(Files::isRegularFile).toList()) {
                var read = Files.readAttributes(file, BasicFileAttributes.class);
                state.put(classes.relativize(file).toString(), List.of(read.size(), read.lastModifiedTime()));
            }
        }
        return state;
    }

    private void pack() throws IOException {
        var state = state();
        var unfinished = folder.resolve("." + id + ".new");
        try (var zip = new ZipOutputStream(Files.newOutputStream(unfinished))) {
            zip.putNextEntry(new ZipEntry("classes/" + MANIFEST));
            manifest("0.0." + ++version).write(zip);
            for (var name : state.keySet()) {
                if (!name.equals(MANIFEST)) {
                    add(zip, "classes/" + name.replace('\\', '/'), classes.resolve(name));
                }
            }
            for (var library : libraries()) {
                add(zip, "lib/" + library.getFileName(), library);
            }
        }
        Files.move(unfinished, folder.resolve(id + ".zip"), StandardCopyOption.ATOMIC_MOVE,
                StandardCopyOption.REPLACE_EXISTING);
        packed = state;
        LOG.info("packed id={} version=0.0.{} classes={}", id, version, classes);
    }

    private Manifest manifest(String number) throws IOException {
        var manifest = new Manifest();
        if (Files.exists(classes.resolve(MANIFEST))) {
            manifest.getMainAttributes().putAll(manifest(classes));
        }
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().putValue("Plugin-Id", id);
        manifest.getMainAttributes().putValue("Plugin-Version", number);
        return manifest;
    }

    private List<Path> libraries() throws IOException {
        var lib = classes.resolveSibling("lib");
        if (!Files.isDirectory(lib)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(lib)) {
            return files.filter(file -> file.toString().endsWith(".jar")).sorted().toList();
        }
    }

    private static void add(ZipOutputStream zip, String name, Path file) throws IOException {
        zip.putNextEntry(new ZipEntry(name));
        Files.copy(file, zip);
    }

    @Override
    public void close() {
        watch.close();
    }
}
