package io.hmsbridge.server.tls;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/** Reads files in PEM. What is wrong with one goes to a list of problems, so that all files are told of at once. */
final class Pem {

    private static final Pattern KEY =
            Pattern.compile("-----BEGIN ([A-Z ]*)PRIVATE KEY-----([^-]*)-----END [A-Z ]*PRIVATE KEY-----");
    private static final List<String> KINDS = List.of("RSA", "EC", "EdDSA");
    /** More than any chain has; a file that was named by mistake is not read into memory. */
    private static final int LARGEST = 1 << 20;

    private final Consumer<String> problems;

    Pem(Consumer<String> problems) {
        this.problems = problems;
    }

    /** The certificates in the order in which they stand; none if the file cannot be used. */
    List<X509Certificate> certificates(String what, Path file) {
        return text(what, file).map(text -> certificates(what + " " + file, text)).orElse(List.of());
    }

    private List<X509Certificate> certificates(String which, String text) {
        if (!text.contains("-----BEGIN CERTIFICATE-----")) {
            problems.accept(which + " has no certificate in PEM");
            return List.of();
        }
        try {
            // what stands before the first and is no PEM, openssl's text for instance, would end the reading
            var pem = text.substring(text.indexOf("-----BEGIN CERTIFICATE-----"));
            return CertificateFactory.getInstance("X.509")
                    .generateCertificates(new ByteArrayInputStream(pem.getBytes(StandardCharsets.UTF_8))).stream()
                    .map(X509Certificate.class::cast).toList();
        } catch (CertificateException _) {
            problems.accept(which + " is damaged: a certificate in it cannot be read");
            return List.of();
        }
    }

    /** The private key; empty if the file cannot be used. */
    Optional<PrivateKey> key(String what, Path file) {
        return text(what, file).flatMap(text -> key(what + " " + file, file, text));
    }

    private Optional<PrivateKey> key(String which, Path file, String text) {
        var found = KEY.matcher(text);
        if (!found.find()) {
            problems.accept(which + " has no private key in PEM");
            return Optional.empty();
        }
        if (!found.group(1).isEmpty()) {
            problems.accept(
                    which + " is not in PKCS #8 without a passphrase; convert it by `openssl pkcs8 -topk8 -nocrypt -in "
                            + file.getFileName() + "`");
            return Optional.empty();
        }
        try {
            var encoded = new PKCS8EncodedKeySpec(Base64.getMimeDecoder().decode(found.group(2)));
            for (var kind : KINDS) {
                var key = key(kind, encoded);
                if (key.isPresent()) {
                    return key;
                }
            }
        } catch (IllegalArgumentException _) {
            // not Base64: damaged, as told below
        }
        problems.accept(which + " is damaged, or neither an RSA, EC nor Ed25519 key");
        return Optional.empty();
    }

    private static Optional<PrivateKey> key(String kind, PKCS8EncodedKeySpec encoded) {
        try {
            return Optional.of(KeyFactory.getInstance(kind).generatePrivate(encoded));
        } catch (GeneralSecurityException _) {
            return Optional.empty(); // it is of another kind
        }
    }

    private Optional<String> text(String what, Path file) {
        try (var in = Files.newInputStream(file)) {
            return Optional.of(new String(in.readNBytes(LARGEST), StandardCharsets.ISO_8859_1));
        } catch (NoSuchFileException _) {
            problems.accept(what + " " + file + ": there is no such file");
        } catch (IOException _) {
            problems.accept(what + " " + file + " cannot be read; is it a file that the server's user may read?");
        }
        return Optional.empty();
    }
}
