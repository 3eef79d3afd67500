package io.hmsbridge.core.egress;

import io.hmsbridge.api.Secret;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * How connections to a target are secured.
 *
 * @param authorities a PEM file of the only authorities whose certificates are trusted; empty for those of the JDK
 * @param client what the target knows us by
 */
public record Tls(Optional<Path> authorities, Optional<ClientCertificate> client) {

    /** The JDK's authorities, and no certificate of our own. */
    public static final Tls USUAL = new Tls(Optional.empty(), Optional.empty());

    /** A PKCS #12 file with a certificate, its chain and its key. */
    public record ClientCertificate(Path file, Secret password) {}

    /** @throws IllegalArgumentException naming the file that cannot be used and why */
    public SSLContext context() {
        try {
            return context(client.isPresent() ? Optional.of(keys(client.get())) : Optional.empty(),
                    authorities.map(Tls::certificates));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK speaks TLS", e);
        }
    }

    /**
     * What clients connect with.
     *
     * @param own what they show; empty for nothing
     * @param trusted the only authorities whose certificates are trusted; empty for those of the JDK
     */
    public static SSLContext context(Optional<KeyManagerFactory> own,
            Optional<? extends Collection<? extends Certificate>> trusted) throws GeneralSecurityException {
        var context = SSLContext.getInstance("TLS");
        context.init(own.isPresent() ? own.get().getKeyManagers() : null,
                trusted.isPresent() ? trust(trusted.get()).getTrustManagers() : null, null);
        return context;
    }

    private static KeyManagerFactory keys(ClientCertificate certificate) throws GeneralSecurityException {
        var password = certificate.password.reveal().toCharArray();
        var store = KeyStore.getInstance("PKCS12");
        read("the client certificate", certificate.file, in -> store.load(in, password));
        if (!hasKey(store)) {
            throw new IllegalArgumentException("the client certificate " + certificate.file + " has no private key");
        }
        var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store, password);
        return keys;
    }

    private static boolean hasKey(KeyStore store) throws GeneralSecurityException {
        for (var aliases = store.aliases(); aliases.hasMoreElements();) {
            if (store.isKeyEntry(aliases.nextElement())) {
                return true;
            }
        }
        return false;
    }

    private static List<Certificate> certificates(Path file) {
        var certificates = new ArrayList<Certificate>();
        read("the authorities", file, in -> certificates.addAll(
                CertificateFactory.getInstance("X.509").generateCertificates(in)));
        if (certificates.isEmpty()) {
            throw new IllegalArgumentException("the authorities " + file + " have no certificate in PEM");
        }
        return certificates;
    }

    private static TrustManagerFactory trust(Collection<? extends Certificate> authorities)
            throws GeneralSecurityException {
        var store = KeyStore.getInstance("PKCS12");
        try {
            store.load(null, null);
        } catch (IOException e) {
            throw new IllegalStateException("nothing is read", e);
        }
        int number = 0;
        for (var authority : authorities) {
            store.setCertificateEntry("authority-" + ++number, authority);
        }
        var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(store);
        return trust;
    }

    private interface Reading {
        void from(InputStream in) throws IOException, GeneralSecurityException;
    }

    private static void read(String what, Path file, Reading reading) {
        try (var in = Files.newInputStream(file)) {
            reading.from(in);
        } catch (NoSuchFileException e) {
            throw new IllegalArgumentException(what + " " + file + ": there is no such file", e);
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalArgumentException(what + " " + file + " cannot be read: " + e.getMessage(), e);
        }
    }
}
