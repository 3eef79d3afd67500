package io.hmsbridge.core.plugin;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.jar.JarFile;
import java.util.jar.Manifest;

/**
 * A jar or zip, looked at without loading anything of it.
 *
 * @param id the plugin's id, or empty if it holds none
 * @param requires the versions of the API that it asks for, or empty
 * @param signer who signed all of it, or empty
 * @param problem why it would be refused, as far as can be told without loading it
 */
public record PluginFile(String sha256, String id, String version, String requires, String signer,
        Optional<String> problem) {

    private static final String ADDED = "added.sha256";

    /** Looks at a file. */
    public static PluginFile of(Path file, PluginTrust trust) throws IOException {
        var sha256 = TrustFolder.sha256(file);
        try {
            Contents.check(file);
        } catch (PluginProblem e) {
            return new PluginFile(sha256, "", "", "", "", Optional.of(e.getMessage()));
        }
        var signer = JarSignature.of(file) instanceof JarSignature.By by ? by.toString() : "";
        var manifest = manifest(file).getMainAttributes();
        var id = Optional.ofNullable(manifest.getValue("Plugin-Id")).orElse("");
        var objection = id.isEmpty() ? Optional.of("its manifest describes no plugin")
                : JarFolder.isNamedAsPlugin(file) ? trust.objection(file)
                        : Optional.of("its name must end in .jar or .zip, and not begin with a dot");
        return new PluginFile(sha256, id, Optional.ofNullable(manifest.getValue("Plugin-Version")).orElse(""),
                Optional.ofNullable(manifest.getValue("Plugin-Requires")).orElse(""), signer, objection);
    }

    private static Manifest manifest(Path file) throws IOException {
        try (var jar = new JarFile(file.toFile(), false)) {
            var entry = jar.getEntry(file.toString().endsWith(".zip") ? "classes/" + JarFile.MANIFEST_NAME
                    : JarFile.MANIFEST_NAME);
            if (entry == null) {
                return new Manifest();
            }
            try (var in = jar.getInputStream(entry)) {
                return new Manifest(in);
            }
        }
    }

    /**
     * Has a folder trust a plugin file, by its SHA-256, or those who sign, by their certificates in a PEM file or their
     * public key.
     *
     * @return the list that it was added to, or the copy of the certificates or the key
     */
    public static Path trust(Path file, Path folder) throws IOException {
        Files.createDirectories(folder);
        if (file.toString().endsWith(".pem")) {
            TrustFolder.certificates(file);
            return Files.copy(file, folder.resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
        }
        if (file.toString().endsWith(".pub")) {
            DetachedSignature.key(file);
            return Files.copy(file, folder.resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
        }
        var line = TrustFolder.sha256(file) + "  " + file.getFileName() + "\n";
        return Files.writeString(folder.resolve(ADDED), line, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }
}
