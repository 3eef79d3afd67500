package io.hmsbridge.server.config;

import io.hmsbridge.api.Secret;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.regex.Pattern;

/**
 * The token of a server that was given none: made once, kept in the data folder as {@code token}, readable for its
 * owner alone, so that a client on the same machine finds it there.
 */
public final class AccessToken {

    private static final int BYTES = 24;
    private static final Pattern SENDABLE = Pattern.compile("[!-~]+");

    private AccessToken() {
    }

    /** Where it is kept. */
    public static Path file(Path data) {
        return data.resolve("token");
    }

    /**
     * The token in a data folder; makes it, and the folder, if there is none.
     *
     * @throws IOException if it can be neither read nor written
     */
    public static Secret obtain(Path data) throws IOException {
        Files.createDirectories(data);
        try {
            return read(data);
        } catch (NoSuchFileException e) {
            make(data);
            return read(data);
        }
    }

    /**
     * The token in a data folder.
     *
     * @throws NoSuchFileException if there is none
     * @throws IOException if it cannot be read, or is none
     */
    public static Secret read(Path data) throws IOException {
        return readFile(file(data));
    }

    /**
     * The token in a file of its own.
     *
     * @throws IOException if it cannot be read, or what it holds is none
     */
    public static Secret readFile(Path file) throws IOException {
        return of(Files.readString(file, StandardCharsets.ISO_8859_1)); // any bytes, to be judged as text
    }

    /**
     * The token that a text holds. What went wrong is told without the text, which may be some other secret.
     *
     * @throws IOException if the text cannot be sent as a token
     */
    public static Secret of(String text) throws IOException {
        var token = text.strip();
        if (!SENDABLE.matcher(token).matches()) {
            throw new IOException("it is not a token: one line of ASCII letters, digits and signs, without spaces");
        }
        return new Secret(token);
    }

    /** Under another name first, so that no one reads half of it; of two who make one at once, the first wins. */
    private static void make(Path data) throws IOException {
        var random = new byte[BYTES];
        new SecureRandom().nextBytes(random);
        var draft = Files.createTempFile(data, "token", ".new", ownerOnly(data));
        try {
            Files.writeString(draft, Base64.getUrlEncoder().withoutPadding().encodeToString(random) + "\n");
            Files.createLink(file(data), draft);
        } catch (FileAlreadyExistsException e) {
            return; // the other's counts
        } finally {
            Files.deleteIfExists(draft);
        }
    }

    private static FileAttribute<?>[] ownerOnly(Path folder) {
        return folder.getFileSystem().supportedFileAttributeViews().contains("posix")
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))}
                : new FileAttribute<?>[0];
    }
}
