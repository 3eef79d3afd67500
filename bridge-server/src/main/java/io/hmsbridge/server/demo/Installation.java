package io.hmsbridge.server.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/**
 * Where the shipped sheets and plugin jars lie: an unpacked distribution, or a source tree that was built.
 *
 * @param home the folder that holds {@code mappings} and {@code plugins}
 */
record Installation(Path home) {

    /** The system property by which the {@code bridge} script tells where it lies. */
    private static final String HOME = "bridge.home";

    static Installation ofThisProcess() {
        return new Installation(Path.of(System.getProperty(HOME, "")).toAbsolutePath());
    }

    Path sheet(String name) {
        return required(home.resolve("mappings").resolve(name));
    }

    /** The jar of a plugin: in {@code plugins}, or where the build put it. The newest, if there are several. */
    Path plugin(String id) throws IOException {
        var folder = home.resolve("plugins");
        var built = folder.resolve(id).resolve("target");
        return Stream.concat(jars(folder, id), jars(built, id)).max(Comparator.comparing(Installation::modified))
                .orElseThrow(() -> new NotAsToldException("the plugin " + id + " is neither in " + folder + " nor in "
                        + built + "; build it with: mvn package"));
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
