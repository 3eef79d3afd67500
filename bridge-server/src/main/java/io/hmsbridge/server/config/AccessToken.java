package io.hmsbridge.server.config;

import io.hmsbridge.api.Secret;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;

/**
 * The token of a server that was given none: made once, kept in the data folder as {@code token}, readable for its
 * owner alone, so that a client on the same machine finds it there.
 */
public final class AccessToken {

    private static final int BYTES = 24;

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
     */
    public static Secret read(Path data) throws IOException {
        return new Secret(Files.readString(file(data)).strip());
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
