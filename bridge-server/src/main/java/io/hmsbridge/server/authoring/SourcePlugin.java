package io.hmsbridge.server.authoring;

import io.hmsbridge.api.ConnectorFactory;
import io.hmsbridge.core.plugin.LoadedPlugin;
import io.hmsbridge.core.plugin.PluginHost;
import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaFileObject;
import javax.tools.ToolProvider;

/**
 * A plugin made of source files alone: compiled against the API, as a jar.
 *
 * @param sources the first one names the plugin
 * @param id the plugin's id; empty for one made of the first source's name
 */
public record SourcePlugin(List<Path> sources, String id, String version) {

    /** The oldest Java that a bridge runs on, so that the jar can go to any. */
    private static final String RELEASE = "25";

    private static final String INDEX = "META-INF/extensions.idx";

    /** The same sources make the same jar. */
    private static final FileTime WHENEVER = FileTime.from(Instant.parse("2026-01-01T00:00:00Z"));

    public SourcePlugin {
        sources = List.copyOf(sources);
        if (id.isEmpty()) {
            id = ProjectName.idOf(sources.getFirst().getFileName().toString().replaceAll("\\.java$", ""));
        }
    }

    /** The name that its jar usually has. */
    public String fileName() {
        return id + "-" + version + ".jar";
    }

    /**
     * Compiles the sources, packs the jar, and has it loaded as a bridge would.
     *
     * @param to is there only if all went well, and then whole
     * @throws AuthoringException if the sources do not compile, or what they make is no plugin
     */
    public LoadedPlugin build(Path to) throws AuthoringException, IOException {
        ProjectName.checkId(id);
        var work = Files.createTempDirectory("hms-bridge-build-");
        try {
            var classes = Files.createDirectory(work.resolve("classes"));
            compile(classes);
            if (!listsAnyClass(classes.resolve(INDEX))) {
                throw new AuthoringException("no class in " + names()
                        + " is a connector: annotate one that implements ConnectorFactory with @org.pf4j.Extension");
            }
            var plugins = Files.createDirectory(work.resolve("plugins"));
            var jar = pack(classes, plugins.resolve(fileName()));
            var loaded = load(plugins, work.resolve("loaded"));
            put(jar, to.toAbsolutePath());
            return loaded;
        } finally {
            delete(work);
        }
    }

    private static boolean listsAnyClass(Path index) throws IOException {
        return Files.exists(index)
                && Files.readAllLines(index).stream().anyMatch(line -> !line.isBlank() && !line.startsWith("#"));
    }

    private String names() {
        return sources.stream().map(source -> source.getFileName().toString()).collect(Collectors.joining(", "));
    }

    private void compile(Path classes) throws AuthoringException, IOException {
        var compiler = ToolProvider.getSystemJavaCompiler();
        if (compiler == null) {
            throw new AuthoringException("this Java has no compiler: set JAVA_HOME to a JDK 25");
        }
        var api = Stream.of(ConnectorFactory.class, org.pf4j.Extension.class).map(SourcePlugin::jarOf)
                .collect(Collectors.joining(File.pathSeparator));
        var processor = api + File.pathSeparator + jarOf(org.slf4j.Logger.class); // which PF4J's processor asks for
        var options = List.of("-d", classes.toString(), "--release", RELEASE, "-parameters", "-implicit:none",
                "-proc:full", "-classpath", api, "-processorpath", processor, "-Xlint:all,-processing,-classfile");
        var messages = new DiagnosticCollector<JavaFileObject>();
        try (var files = compiler.getStandardFileManager(messages, Locale.ROOT, null)) {
            var units = files.getJavaFileObjectsFromPaths(sources);
            if (!compiler.getTask(null, files, messages, options, null, units).call()) {
                throw new AuthoringException(names() + " does not compile" + System.lineSeparator()
                        + messages.getDiagnostics().stream().filter(m -> m.getKind() == Diagnostic.Kind.ERROR)
                                .map(SourcePlugin::line).collect(Collectors.joining(System.lineSeparator())));
            }
        }
    }

    private static String line(Diagnostic<? extends JavaFileObject> message) {
        var source = message.getSource();
        return (source == null ? "" : Path.of(source.getName()).getFileName() + ":" + message.getLineNumber() + ":"
                + message.getColumnNumber() + ": ") + message.getMessage(Locale.ROOT);
    }

    private static String jarOf(Class<?> type) {
        try {
            return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI()).toString();
        } catch (URISyntaxException e) {
            throw new IllegalStateException("a jar's place is an address", e);
        }
    }

    private Path pack(Path classes, Path jar) throws IOException {
        var manifest = new Manifest();
        var attributes = manifest.getMainAttributes();
        attributes.put(Attributes.Name.MANIFEST_VERSION, "1.0");
        attributes.putValue("Plugin-Id", id);
        attributes.putValue("Plugin-Version", version);
        attributes.putValue("Plugin-Requires", PluginProject.requires());
        try (var out = new JarOutputStream(Files.newOutputStream(jar)); var files = Files.walk(classes)) {
            out.putNextEntry(entry("META-INF/MANIFEST.MF"));
            manifest.write(out);
            out.closeEntry();
            for (var file : files.filter(Files::isRegularFile).sorted().toList()) {
                out.putNextEntry(entry(classes.relativize(file).toString().replace(File.separatorChar, '/')));
                Files.copy(file, out);
                out.closeEntry();
            }
        }
        return jar;
    }

    private static JarEntry entry(String name) {
        var entry = new JarEntry(name);
        entry.setLastModifiedTime(WHENEVER);
        return entry;
    }

    private static LoadedPlugin load(Path plugins, Path work) throws AuthoringException, IOException {
        try (var host = PluginHost.open(plugins, work)) {
            var loaded = host.plugins().getFirst();
            if (loaded.state() != LoadedPlugin.State.ACTIVE) {
                throw new AuthoringException("it compiles, but a bridge would refuse it: " + loaded.problem());
            }
            return loaded;
        }
    }

    /** A bridge that watches the folder never sees half of it. */
    private static void put(Path jar, Path to) throws IOException {
        var folder = Objects.requireNonNull(to.getParent(), "a file lies in a folder");
        var beside = folder.resolve("." + to.getFileName() + ".tmp");
        try {
            Files.copy(jar, beside, StandardCopyOption.REPLACE_EXISTING);
            Files.move(beside, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(beside);
        }
    }

    static void delete(Path folder) throws IOException {
        try (var all = Files.walk(folder)) {
            for (var each : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(each);
            }
        }
    }
}
