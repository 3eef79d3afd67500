package io.hmsbridge.server.tls;

import io.hmsbridge.core.egress.Tls;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Optional;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/**
 * What a client of the server needs, as files in PEM.
 *
 * @param authorities who may have issued the server's certificate; empty for the authorities of the JDK
 * @param own         what the client shows itself
 */
public record ClientTls(Optional<Path> authorities, Optional<Own> own) {

    private static final char[] IN_MEMORY = new char[0];

    /** The client's certificate with its chain, and its key. */
    public record Own(Path certificate, Path key) {}

    /** @throws TlsException if a file cannot be used, with all that is wrong */
    public SSLContext context() {
        var problems = new ArrayList<String>();
        var trusted = authorities.map(file -> new Pem(problems::add).certificates("the authorities", file));
        var identity = own.flatMap(files -> Identity.read(files.certificate, files.key, Instant.now(), problems::add));
        if (!problems.isEmpty()) {
            throw new TlsException(problems);
        }
        try {
            return Tls.context(identity.isPresent() ? Optional.of(keys(identity.get())) : Optional.empty(), trusted);
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("every JDK speaks TLS", e);
        }
    }

    private static KeyManagerFactory keys(Identity identity) throws GeneralSecurityException, IOException {
        var store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setKeyEntry("own", identity.key(), IN_MEMORY, identity.chain().toArray(X509Certificate[]::new));
        var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store, IN_MEMORY);
        return keys;
    }
}
