package io.hmsbridge.server.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/**
 * Where the shipped sheets and plugin jars lie: an unpacked distribution, or a source tree that was built. The
 * {@code bridge} script tells.
 */
record Installation(Path mappings, Path plugins) {

    static Installation ofThisProcess() {
        var home = Path.of(System.getProperty("bridge.home", "")).toAbsolutePath();
        var plugins = System.getProperty("bridge.plugins", home.resolve("plugins").toString());
        return new Installation(home.resolve("mappings"), Path.of(plugins));
    }

    /** The JDBC drivers that come with the plugins, in a folder beside theirs. */
    Path drivers() {
        return plugins.resolveSibling("drivers");
    }

    Path sheet(String name) {
        return required(mappings.resolve(name));
    }

    /** The jar of a plugin: in the folder of plugins, or where the build put it. The newest, if there are several. */
    Path plugin(String id) throws IOException {
        var built = plugins.resolve(id).resolve("target");
        return Stream.concat(jars(plugins, id), jars(built, id)).max(Comparator.comparing(Installation::modified))
                .orElseThrow(() -> new NotAsToldException("the plugin " + id + " is not in " + plugins
                        + "; start the demo by the bridge script"));
    }

    private static Stream<Path> jars(Path folder, String id) throws IOException {
        if (!Files.isDirectory(folder)) {
            return Stream.empty();
        }
        try (var files = Files.newDirectoryStream(folder, id + "-*.jar")) {
            var jars = Stream.<Path>builder();
            files.forEach(jars);
            return jars.build();
        }
    }

    private static long modified(Path file) {
        return file.toFile().lastModified();
    }

    private static Path required(Path file) {
        if (!Files.isRegularFile(file)) {
            throw new NotAsToldException("there is no " + file + "; start the demo by the bridge script");
        }
        return file;
    }
}
