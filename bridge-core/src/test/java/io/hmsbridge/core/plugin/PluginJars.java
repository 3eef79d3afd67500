package io.hmsbridge.core.plugin;

import java.io.IOException;
import java.io.StringWriter;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/** Builds plugin jars from source while a test runs. */
public final class PluginJars {

    private final Path folder;
    private int built;

    public PluginJars(Path folder) {
        this.folder = folder;
    }

    public Recipe plugin(String id, String version) {
        return new Recipe(id, version);
    }

    /** A plugin of one connector, whose receipts are {@code id version}. */
    public Recipe connector(String id, String version, String connector) {
        return plugin(id, version).factory(connector, "SendResult.delivered(\"" + id + " " + version + "\")");
    }

    /** What a jar is to hold. */
    public final class Recipe {

        private final Map<String, String> manifest = new LinkedHashMap<>();
        private final Map<String, String> sources = new LinkedHashMap<>();
        private final Map<String, byte[]> entries = new LinkedHashMap<>();
        private final List<String> options = new ArrayList<>(List.of("-proc:full", "--release", "25"));

        private Recipe(String id, String version) {
            manifest.put("Plugin-Id", id);
            manifest.put("Plugin-Version", version);
        }

        Recipe manifest(String name, String value) {
            manifest.put(name, value);
            return this;
        }

        public Recipe entry(String name, String text) {
            return entry(name, text.getBytes(StandardCharsets.UTF_8));
        }

        public Recipe entry(String name, byte[] bytes) {
            entries.put(name, bytes);
            return this;
        }

        /** Adds options of the compiler. */
        Recipe options(String... more) {
            options.addAll(List.of(more));
            return this;
        }

        public Recipe source(String className, String source) {
            sources.put(className, source);
            return this;
        }

        /** A factory whose connectors answer with {@code result}, a Java expression. */
        Recipe factory(String connector, String result) {
            return factory(connector, result, "");
        }

        /** @param members further members of the factory's class */
        public Recipe factory(String connector, String result, String members) {
            return source("acme." + connector + "Factory", """
                    package acme;
                    import io.hmsbridge.api.*;
                    @org.pf4j.Extension
                    public class %1$sFactory implements ConnectorFactory {
                        %3$s
                        @Override public String name() { return "%1$s"; }
                        @Override public Connector create(ConnectorContext context) { return packet -> %2$s; }
                    }
                    """.formatted(connector, result, members));
        }

        public Path build() throws IOException {
            var classes = Files.createDirectories(folder.resolve("classes-" + ++built));
            if (!sources.isEmpty()) {
                compile(classes);
            }
            var jar = folder.resolve("plugin-" + built + ".jar");
            try (var out = new JarOutputStream(Files.newOutputStream(jar), manifest());
                    var files = Files.walk(classes)) {
                for (var file : files.filter(Files::isRegularFile).sorted().toList()) {
                    write(out, classes.relativize(file).toString().replace('\\', '/'), Files.readAllBytes(file));
                }
                for (var entry : entries.entrySet()) {
                    write(out, entry.getKey(), entry.getValue());
                }
            }
            return jar;
        }

        /** A zip of {@code classes/} and {@code lib/}: the jar's content, and these jars beside it. */
        Path zip(Path... libraries) throws IOException {
            var zip = folder.resolve("plugin-" + built + ".zip");
            try (var out = new ZipOutputStream(Files.newOutputStream(zip)); var jar = new ZipFile(build().toFile())) {
                for (var entry : jar.stream().toList()) {
                    write(out, "classes/" + entry.getName(), jar.getInputStream(entry).readAllBytes());
                }
                for (var library : libraries) {
                    write(out, "lib/" + library.getFileName(), Files.readAllBytes(library));
                }
            }
            return zip;
        }

        private void compile(Path classes) throws IOException {
            var compiler = ToolProvider.getSystemJavaCompiler();
            var all = new ArrayList<>(
                    List.of("-d", classes.toString(), "-classpath", System.getProperty("java.class.path")));
            all.addAll(options);
            var units = sources.entrySet().stream().map(e -> unit(e.getKey(), e.getValue())).toList();
            var messages = new StringWriter();
            if (!compiler.getTask(messages, null, null, all, null, units).call()) {
                throw new IOException("the test's plugin does not compile: " + messages);
            }
        }

        private Manifest manifest() {
            var result = new Manifest();
            result.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
            manifest.forEach((name, value) -> result.getMainAttributes().putValue(name, value));
            return result;
        }
    }

    private static JavaFileObject unit(String className, String source) {
        return new SimpleJavaFileObject(URI.create("string:///" + className.replace('.', '/') + ".java"),
                JavaFileObject.Kind.SOURCE) {
            @Override
            public CharSequence getCharContent(boolean ignoreEncodingErrors) {
                return source;
            }
        };
    }

    private static void write(ZipOutputStream out, String name, byte[] bytes) throws IOException {
        out.putNextEntry(new ZipEntry(name));
        out.write(bytes, 0, bytes.length);
        out.closeEntry();
    }
}
