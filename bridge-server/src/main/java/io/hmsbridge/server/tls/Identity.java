package io.hmsbridge.server.tls;

import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * What one side of a connection shows: a certificate with its chain, and the key that belongs to it.
 *
 * @param chain the own certificate first, then each one's issuer
 */
public record Identity(List<X509Certificate> chain, PrivateKey key) {

    private static final byte[] PROBE = {1, 2, 3, 4};

    /** Takes a copy. */
    public Identity {
        chain = List.copyOf(chain);
    }

    /** When the first certificate of the chain ends. */
    public Instant expires() {
        return chain.stream().map(certificate -> certificate.getNotAfter().toInstant()).min(Instant::compareTo)
                .orElseThrow();
    }

    /** Whose it is. */
    public String subject() {
        return chain.getFirst().getSubjectX500Principal().getName();
    }

    @Override
    public String toString() {
        return "Identity[" + subject() + "]";
    }

    static Optional<Identity> read(Path certificate, Path key, Instant now, Consumer<String> problems) {
        var pem = new Pem(problems);
        var chain = pem.certificates("the certificate", certificate);
        var secret = pem.key("the key", key);
        if (chain.isEmpty() || secret.isEmpty()) {
            return Optional.empty();
        }
        checkChain(certificate, chain, now, problems);
        if (!belong(chain.getFirst(), secret.get())) {
            problems.accept("the key " + key + " is not that of the certificate " + certificate);
        }
        return Optional.of(new Identity(chain, secret.get()));
    }

    private static void checkChain(Path file, List<X509Certificate> chain, Instant now, Consumer<String> problems) {
        for (int i = 0; i < chain.size(); i++) {
            var certificate = chain.get(i);
            var whose = "the certificate " + file + (i == 0 ? "" : " (number " + (i + 1) + " in it)");
            if (now.isAfter(certificate.getNotAfter().toInstant())) {
                problems.accept(whose + " has expired at " + certificate.getNotAfter().toInstant());
            }
            if (now.isBefore(certificate.getNotBefore().toInstant())) {
                problems.accept(whose + " is not valid before " + certificate.getNotBefore().toInstant());
            }
            if (i > 0 && !chain.get(i - 1).getIssuerX500Principal().equals(certificate.getSubjectX500Principal())) {
                problems.accept(
                        whose + " did not issue the one before; the own certificate stands first, then each one's"
                                + " issuer");
            }
        }
    }

    private static boolean belong(X509Certificate certificate, PrivateKey key) {
        var algorithm = switch (key.getAlgorithm()) {
            case "RSA" -> "SHA256withRSA";
            case "EC" -> "SHA256withECDSA";
            default -> "EdDSA";
        };
        try {
            var signature = Signature.getInstance(algorithm);
            signature.initSign(key);
            signature.update(PROBE);
            byte[] signed = signature.sign();
            signature.initVerify(certificate.getPublicKey());
            signature.update(PROBE);
            return signature.verify(signed);
        } catch (GeneralSecurityException _) {
            return false; // a key of another kind
        }
    }
}
