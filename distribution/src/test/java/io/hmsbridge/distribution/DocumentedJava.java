package io.hmsbridge.distribution;

import java.io.File;
import java.io.IOException;
import java.io.StringWriter;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.tools.ToolProvider;

/** Java from the documentation, compiled as any reader would. */
final class DocumentedJava {

    private static final Pattern PUBLIC_CLASS = Pattern.compile("public (?:final )?(?:class|record|interface) (\\w+)");

    private DocumentedJava() {}

    /** Compiles a block, and before it those of the documentation that it makes use of. */
    static Path compile(Markdown.Block block, Stream<Markdown.Block> all, Path folder) throws IOException {
        for (var other : all.filter(one -> block.text().contains("new " + className(one) + "()")).toList()) {
            compile(other, folder);
        }
        return compile(block, folder);
    }

    /** Saves and compiles a block; answers its source file. */
    static Path compile(Markdown.Block block, Path folder) throws IOException {
        var file = Files.writeString(folder.resolve(className(block) + ".java"), block.text());
        var compiler = ToolProvider.getSystemJavaCompiler();
        var messages = new StringWriter();
        var options = List.of("-d", folder.toString(), "-Xlint:all", "-Xlint:-processing", "-cp",
                folder + File.pathSeparator + classPath());
        try (var files = compiler.getStandardFileManager(null, null, null)) {
            var task = compiler.getTask(messages, files, null, options, null, files.getJavaFileObjects(file));
            if (!task.call() || !messages.toString().isEmpty()) {
                throw new AssertionError(block + " does not compile:\n" + messages);
            }
        }
        return file;
    }

    /** An instance of the class that was compiled into the folder. Its loader lives as long as the test. */
    static <T> T instance(Markdown.Block block, Path folder, Class<T> type)
            throws ReflectiveOperationException, IOException {
        var loader = new URLClassLoader(new URL[] {folder.toUri().toURL()}, type.getClassLoader());
        return type.cast(loader.loadClass(className(block)).getConstructor().newInstance());
    }

    private static String className(Markdown.Block block) {
        var matcher = PUBLIC_CLASS.matcher(block.text());
        return matcher.find() ? matcher.group(1) : "QuickStart";
    }

    private static String classPath() {
        return System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"))
                + File.pathSeparator;
    }
}
