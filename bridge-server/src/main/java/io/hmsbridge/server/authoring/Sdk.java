package io.hmsbridge.server.authoring;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * The API and the test kit as a Maven repository in a folder: what a plugin is compiled and tested against. A project is given a copy,
 * so that it builds anywhere, today and in years.
 */
record Sdk(Path folder, String version) {

    private static final String API = "io/hmsbridge/bridge-api";

    static Sdk in(Path folder) throws AuthoringException, IOException {
        if (!Files.isDirectory(folder.resolve(API))) {
            throw new AuthoringException("the API and the test kit are not in " + folder
                    + "; run this by the bridge script of a clone or of an unpacked archive");
        }
        try (var versions = Files.list(folder.resolve(API))) {
            return new Sdk(folder, versions.map(version -> version.getFileName().toString()).sorted().findFirst()
                    .orElseThrow(() -> new AuthoringException("there is no version of the API in " + folder)));
        }
    }

    /** Copies it, with the checksums that Maven asks for. */
    void copyTo(Path to) throws IOException {
        try (var files = Files.walk(folder)) {
            for (var file : files.filter(Files::isRegularFile).toList()) {
                var copy = to.resolve(folder.relativize(file).toString());
                Files.createDirectories(copy.getParent());
                Files.copy(file, copy);
                Files.writeString(copy.resolveSibling(copy.getFileName() + ".sha1"), sha1(Files.readAllBytes(copy)));
            }
        }
    }

    private static String sha1(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-1").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-1", e);
        }
    }
}
