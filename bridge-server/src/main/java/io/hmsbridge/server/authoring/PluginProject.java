package io.hmsbridge.server.authoring;

import io.hmsbridge.api.ApiVersion;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A new Maven project for a plugin: it builds, passes the contract suite, and is the author's from then on. */
public final class PluginProject {

    private static final String JAVA = "src/main/java/{{package_path}}/{{prefix}}";
    private static final String TESTS = "src/test/java/{{package_path}}/{{prefix}}";

    /** The template of each file, by where it goes. */
    private static final Map<String, String> FILES = new TreeMap<>(Map.of(
            "pom.xml", "pom.xml",
            "README.md", "README.md",
            ".gitignore", "gitignore",
            ".github/workflows/verify.yml", "verify.yml",
            JAVA + "ConnectorFactory.java", "ConnectorFactory.java",
            JAVA + "Connector.java", "Connector.java",
            TESTS + "ContractTest.java", "ContractTest.java",
            TESTS + "InBridgeTest.java", "InBridgeTest.java",
            TESTS + "JarIT.java", "JarIT.java"));

    private final ProjectName name;
    private final Map<String, String> words;
    private final Sdk sdk;

    private PluginProject(ProjectName name, Sdk sdk) {
        this.name = name;
        this.sdk = sdk;
        words = Map.of("id", name.id(), "group", name.group(), "package", name.packageName(),
                "package_path", name.packageName().replace('.', '/'), "prefix", name.prefix(),
                "variable", name.variable(), "target", name.target(), "bridge_version", sdk.version(),
                "plugin_requires", requires().replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;"));
    }

    /**
     * @param id the plugin's id, which names the project's folder
     * @param group the Maven group, which its package begins with
     * @param sdk a Maven repository with the API and the test kit
     * @throws AuthoringException if they are no names, or there is no such repository
     */
    public static PluginProject of(String id, String group, Path sdk) throws AuthoringException, IOException {
        return new PluginProject(ProjectName.of(id, group), Sdk.in(sdk));
    }

    /** The version of the API that a plugin made here asks for. */
    static String requires() {
        int major = Integer.parseInt(ApiVersion.CURRENT.substring(0, ApiVersion.CURRENT.indexOf('.')));
        return ">=%s & <%d.0.0".formatted(ApiVersion.CURRENT, major + 1);
    }

    /** The connector that it offers. */
    public String connector() {
        return name.prefix() + "Connector";
    }

    /**
     * Writes it into a folder of its name.
     *
     * @return what was written, but for the API and the test kit
     * @throws AuthoringException if there is something in the folder
     */
    public List<Path> write(Path parent) throws AuthoringException, IOException {
        var folder = parent.resolve(name.id());
        if (Files.exists(folder) && !isEmpty(folder)) {
            throw new AuthoringException(
                    folder + " is there already, with something in it; choose another name, or move it");
        }
        var written = new ArrayList<Path>();
        for (var file : FILES.entrySet()) {
            var to = folder.resolve(filled(file.getKey()));
            Files.createDirectories(to.getParent());
            written.add(Files.writeString(to, filled(template(file.getValue()))));
        }
        sdk.copyTo(folder.resolve("bridge-sdk"));
        return written;
    }

    private static boolean isEmpty(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return false;
        }
        try (var files = Files.list(folder)) {
            return files.findAny().isEmpty();
        }
    }

    private String filled(String text) {
        var result = text;
        for (var word : words.entrySet()) {
            result = result.replace("{{" + word.getKey() + "}}", word.getValue());
        }
        return result;
    }

    static String template(String file) {
        try (var in = PluginProject.class.getResourceAsStream("project/" + file + ".template")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
