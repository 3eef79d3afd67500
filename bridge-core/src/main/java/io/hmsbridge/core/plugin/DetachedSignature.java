package io.hmsbridge.core.plugin;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A signature in a file beside the plugin, {@code acme.jar.sig}: Ed25519 (RFC 8032) over all bytes of the file, as 64
 * bytes or as Base64.
 */
final class DetachedSignature {

    private static final String ENDING = ".sig";
    private static final int LENGTH = 64;

    /** Ed25519 wants all of a file in memory. */
    private static final long LARGEST = 256L << 20;
    private static final Pattern KEY =
            Pattern.compile("-----BEGIN PUBLIC KEY-----([A-Za-z0-9+/=\\s]+)-----END PUBLIC KEY-----");

    private DetachedSignature() {}

    /** Where the signature of a file is, if it has one. */
    static Path beside(Path file) {
        return file.resolveSibling(file.getFileName() + ENDING);
    }

    /** Takes a file's signature along, when the file is copied. */
    static void copy(Path file, Path to) throws IOException {
        try {
            Files.copy(beside(file), beside(to), StandardCopyOption.REPLACE_EXISTING);
        } catch (NoSuchFileException e) {
            Files.deleteIfExists(beside(to));
        }
    }

    /** Takes a file's signature along, when the file is moved to the place of another. */
    static void move(Path file, Path to) throws IOException {
        try {
            Files.move(beside(file), beside(to), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (NoSuchFileException e) {
            Files.deleteIfExists(beside(to));
        }
    }

    /**
     * Whether one of these keys has signed the file as it is.
     *
     * @return empty if there is no signature beside it
     */
    static Optional<Boolean> fits(Path file, Iterable<PublicKey> keys) throws IOException {
        var signature = beside(file);
        if (Files.notExists(signature)) {
            return Optional.empty();
        }
        if (Files.size(file) > LARGEST || Files.size(signature) > 2 * LENGTH) {
            return Optional.of(false);
        }
        var bytes = bytes(Files.readAllBytes(signature));
        for (var key : keys) {
            if (fits(file, bytes, key)) {
                return Optional.of(true);
            }
        }
        return Optional.of(false);
    }

    private static byte[] bytes(byte[] written) {
        if (written.length == LENGTH) {
            return written;
        }
        try {
            return Base64.getDecoder().decode(new String(written, StandardCharsets.ISO_8859_1).strip());
        } catch (IllegalArgumentException _) {
            return new byte[0];
        }
    }

    private static boolean fits(Path file, byte[] signature, PublicKey key) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            var check = Signature.getInstance("Ed25519");
            check.initVerify(key);
            var buffer = new byte[64 * 1024];
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                check.update(buffer, 0, n);
            }
            return check.verify(signature);
        } catch (SignatureException _) {
            return false; // it has another length
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has Ed25519", e);
        }
    }

    /** The key in a file as {@code openssl pkey -pubout} writes it. */
    static PublicKey key(Path file) throws IOException {
        var found = KEY.matcher(Files.readString(file, StandardCharsets.ISO_8859_1));
        if (!found.find()) {
            throw new IOException(file + " holds no public key in PEM form");
        }
        try {
            return KeyFactory.getInstance("Ed25519")
                    .generatePublic(new X509EncodedKeySpec(Base64.getMimeDecoder().decode(found.group(1))));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new IOException(file + " holds no public key for Ed25519", e);
        }
    }
}
