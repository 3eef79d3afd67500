package io.hmsbridge.core.plugin;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.security.CodeSigner;
import java.security.GeneralSecurityException;
import java.security.cert.CertPathValidator;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertPathValidatorException.BasicReason;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Date;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Collectors;

/** Who signed a jar with {@code jarsigner}: a signature counts only if it covers every file in it. */
sealed interface JarSignature {

    /** @param entry a file that nobody signed */
    record None(String entry) implements JarSignature {}

    /** @param what what does not fit its signature */
    record Broken(String what) implements JarSignature {}

    /** @param signers who signed all of it */
    record By(Set<CodeSigner> signers) implements JarSignature {

        /** Why none of them is trusted, or empty if one is: by their own certificate, or that of an authority. */
        Optional<String> objection(Set<X509Certificate> trusted) {
            var objections = new ArrayList<String>();
            for (var signer : signers) {
                var objection = objection(chain(signer), trusted);
                if (objection.isEmpty()) {
                    return objection;
                }
                objections.add(objection.get());
            }
            return Optional.of(String.join("; ", objections));
        }

        private static Optional<String> objection(List<X509Certificate> chain, Set<X509Certificate> trusted) {
            var signer = chain.getFirst();
            var name = signer.getSubjectX500Principal().getName();
            if (signer.getNotAfter().before(new Date()) && isKnown(chain, trusted)) {
                return Optional.of("it is signed by " + name + ", whose certificate ended on "
                        + signer.getNotAfter().toInstant());
            }
            return isKnown(chain, trusted) ? Optional.empty()
                    : Optional.of("it is signed by " + name + ", who is not trusted");
        }

        private static boolean isKnown(List<X509Certificate> chain, Set<X509Certificate> trusted) {
            return trusted.contains(chain.getFirst()) || !trusted.isEmpty() && leadsTo(chain, trusted);
        }

        private static boolean leadsTo(List<X509Certificate> chain, Set<X509Certificate> trusted) {
            try {
                var parameters = new PKIXParameters(
                        trusted.stream().map(c -> new TrustAnchor(c, null)).collect(Collectors.toSet()));
                parameters.setRevocationEnabled(false);
                var path = CertificateFactory.getInstance("X.509")
                        .generateCertPath(chain.stream().takeWhile(c -> !trusted.contains(c)).toList());
                CertPathValidator.getInstance("PKIX").validate(path, parameters);
                return true;
            } catch (CertPathValidatorException e) {
                return e.getReason() == BasicReason.EXPIRED; // which is told apart
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException("every Java knows X.509 and PKIX", e);
            }
        }

        private static List<X509Certificate> chain(CodeSigner signer) {
            return signer.getSignerCertPath().getCertificates().stream().map(c -> (X509Certificate) c).toList();
        }

        @Override
        public String toString() {
            return signers.stream().map(s -> chain(s).getFirst().getSubjectX500Principal().getName()).sorted()
                    .collect(Collectors.joining("; "));
        }
    }

    static JarSignature of(Path file) throws IOException {
        try (var jar = new JarFile(file.toFile(), true)) {
            Set<CodeSigner> all = null;
            for (var entry : Collections.list(jar.entries())) {
                if (entry.isDirectory() || isPartOfASignature(entry.getName())) {
                    continue;
                }
                var signers = signers(jar, entry);
                if (signers.isEmpty()) {
                    return new None(entry.getName());
                }
                if (all == null) {
                    all = new HashSet<>(signers);
                } else {
                    all.retainAll(signers);
                }
            }
            return all == null || all.isEmpty() ? new None("nobody signed all of it") : new By(all);
        } catch (SecurityException e) {
            return new Broken(e.getMessage());
        }
    }

    /** Java knows them only once the entry was read to its end. */
    private static Set<CodeSigner> signers(JarFile jar, JarEntry entry) throws IOException {
        try (var in = jar.getInputStream(entry)) {
            in.transferTo(OutputStream.nullOutputStream());
        }
        return entry.getCodeSigners() == null ? Set.of() : Set.of(entry.getCodeSigners());
    }

    private static boolean isPartOfASignature(String name) {
        var upper = name.toUpperCase(Locale.ROOT);
        if (!upper.startsWith("META-INF/") || upper.indexOf('/', "META-INF/".length()) >= 0) {
            return false;
        }
        return upper.equals("META-INF/MANIFEST.MF") || upper.startsWith("META-INF/SIG-") || upper.endsWith(".SF")
                || upper.endsWith(".RSA") || upper.endsWith(".DSA") || upper.endsWith(".EC");
    }
}
