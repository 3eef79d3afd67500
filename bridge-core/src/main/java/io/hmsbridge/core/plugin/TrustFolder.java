package io.hmsbridge.core.plugin;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.PublicKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** Trust by lists of SHA-256, by certificates and by public keys, which people put into a folder. */
record TrustFolder(Path folder) implements PluginTrust {

    private static final Pattern LISTED = Pattern.compile("(?m)^\\\\?([0-9a-fA-F]{64})\\b");

    @Override
    public Optional<String> objection(Path file) throws IOException {
        var sha256 = sha256(file);
        if (listed().contains(sha256)) {
            return Optional.empty();
        }
        var detached = DetachedSignature.fits(file, keys());
        if (detached.orElse(false)) {
            return Optional.empty();
        }
        var beside = detached.isEmpty() ? "" : ", the signature beside it is by no trusted key or of other content";
        return switch (JarSignature.of(file)) {
            case JarSignature.None(var entry) -> Optional.of("it is not trusted: its SHA-256 " + sha256
                    + " is not listed" + beside + ", and it is not signed (" + entry
                    + "); `bridge plugins trust add` lists it");
            case JarSignature.Broken(var what) -> Optional.of("it was altered after it was signed: " + what);
            case JarSignature.By signers -> signers.objection(certificates());
        };
    }

    private Set<String> listed() throws IOException {
        var listed = new HashSet<String>();
        for (var list : files(".sha256")) {
            LISTED.matcher(Files.readString(list, StandardCharsets.UTF_8)).results()
                    .map(found -> found.group(1).toLowerCase(Locale.ROOT)).forEach(listed::add);
        }
        return listed;
    }

    private List<PublicKey> keys() throws IOException {
        var all = new ArrayList<PublicKey>();
        for (var file : files(".pub")) {
            all.add(DetachedSignature.key(file));
        }
        return all;
    }

    private Set<X509Certificate> certificates() throws IOException {
        var all = new HashSet<X509Certificate>();
        for (var file : files(".pem")) {
            all.addAll(certificates(file));
        }
        return all;
    }

    /** The certificates in a PEM file. */
    static Set<X509Certificate> certificates(Path file) throws IOException {
        var found = new HashSet<X509Certificate>();
        try (var in = Files.newInputStream(file)) {
            for (var certificate : CertificateFactory.getInstance("X.509").generateCertificates(in)) {
                found.add((X509Certificate) certificate);
            }
            return found;
        } catch (CertificateException e) {
            throw new IOException(file + " holds no certificates in PEM form", e);
        }
    }

    private Iterable<Path> files(String ending) throws IOException {
        if (Files.notExists(folder)) {
            return Set.of();
        }
        Predicate<Path> wanted = file -> file.toString().endsWith(ending) && Files.isRegularFile(file);
        try (var files = Files.list(folder)) {
            return files.filter(wanted).sorted().toList();
        }
    }

    static String sha256(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            var digest = digest();
            var buffer = new byte[64 * 1024];
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                digest.update(buffer, 0, n);
            }
            return HexFormat.of().formatHex(digest.digest());
        }
    }

    private static MessageDigest digest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
