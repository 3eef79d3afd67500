package io.hmsbridge.benchmarks.faults;

import io.hmsbridge.benchmarks.faults.plugin.FaultyConnectorFactory;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;

/** Jars for the folder of plugins. */
final class PluginJar {

    private static final Class<?> FACTORY = FaultyConnectorFactory.class;

    private PluginJar() {}

    /** The one of this class's plugin, which must be in a jar on the class path. */
    static void copy(Class<?> factory, Path plugins) throws IOException {
        try {
            var jar = Path.of(factory.getProtectionDomain().getCodeSource().getLocation().toURI());
            if (!Files.isRegularFile(jar)) {
                throw new IOException(jar + " is no plugin jar: build up to the phase 'package' first");
            }
            Files.copy(jar, plugins.resolve(jar.getFileName()), StandardCopyOption.REPLACE_EXISTING);
        } catch (URISyntaxException e) {
            throw new IOException("the plugin of " + factory.getName() + " was not found", e);
        }
    }

    /** The connector that misbehaves, in a version; replaces another version at once. */
    static void faulty(Path plugins, String version) throws IOException {
        var manifest = new Manifest();
        var main = manifest.getMainAttributes();
        main.put(Attributes.Name.MANIFEST_VERSION, "1.0");
        main.put(Attributes.Name.IMPLEMENTATION_VERSION, version);
        main.putValue("Plugin-Id", "faulty");
        main.putValue("Plugin-Version", version);
        var unfinished = plugins.resolve("faulty.jar.new");
        try (var jar = new JarOutputStream(Files.newOutputStream(unfinished), manifest)) {
            write(jar, "META-INF/extensions.idx", FACTORY.getName().getBytes(StandardCharsets.UTF_8));
            for (var type : types()) {
                var file = type.getName().replace('.', '/') + ".class";
                try (var bytes = FACTORY.getClassLoader().getResourceAsStream(file)) {
                    write(jar, file, bytes.readAllBytes());
                }
            }
        }
        Files.move(unfinished, plugins.resolve("faulty.jar"), StandardCopyOption.REPLACE_EXISTING);
    }

    private static List<Class<?>> types() {
        var types = new ArrayList<Class<?>>(Arrays.asList(FACTORY.getDeclaredClasses()));
        types.addFirst(FACTORY);
        return types;
    }

    private static void write(JarOutputStream jar, String name, byte[] bytes) throws IOException {
        jar.putNextEntry(new ZipEntry(name));
        jar.write(bytes);
        jar.closeEntry();
    }
}
