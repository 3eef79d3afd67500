package io.hmsbridge.server.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;

/** Reads files and remembers which, and what was in them, so that a change can be told from a touch. */
final class ReadFiles {

    private static final String UNREADABLE = "unreadable";

    private final Map<Path, String> digests = new HashMap<>();

    /** @throws IOException with the plain reason as its message */
    byte[] read(Path file, int limit) throws IOException {
        var path = file.toAbsolutePath();
        digests.put(path, UNREADABLE);
        if (Files.isDirectory(path)) {
            throw new IOException("it is a folder");
        }
        try (var in = Files.newInputStream(path)) {
            byte[] content = in.readNBytes(limit + 1);
            digests.put(path, digest(content));
            return content;
        } catch (NoSuchFileException e) {
            throw new IOException("there is no such file", e);
        } catch (IOException e) {
            throw new IOException("it cannot be read", e);
        }
    }

    /** What was read: a fingerprint of the content by absolute path. */
    Map<Path, String> digests() {
        return Map.copyOf(digests);
    }

    private static String digest(byte[] content) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
