package io.hmsbridge.server.tls;

import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * How the HTTP API is secured: which files in PEM.
 *
 * @param certificate the server's certificate with its chain
 * @param key         its private key, in PKCS #8
 * @param clients     whose certificates clients show; empty if they need none
 */
public record ServerTls(Path certificate, Path key, Optional<Clients> clients) {

    /**
     * Clients with certificates.
     *
     * @param authorities who has to have issued them
     * @param needed      whether a client without one is refused
     */
    public record Clients(Path authorities, boolean needed) {}

    /**
     * What is in the files.
     *
     * @param authorities of clients; empty if they need no certificate
     */
    public record Content(Identity identity, List<X509Certificate> authorities) {}

    /**
     * Reads the files.
     *
     * @throws TlsException if one is missing, damaged, expired, or does not suit another, with all that is wrong
     */
    public Content read(Instant now) {
        var problems = new ArrayList<String>();
        var identity = Identity.read(certificate, key, now, problems::add);
        var authorities = clients.map(c -> new Pem(problems::add).certificates("the authorities of clients",
                c.authorities)).orElse(List.of());
        if (!problems.isEmpty()) {
            throw new TlsException(problems);
        }
        return new Content(identity.orElseThrow(), authorities);
    }

    /** The folders that the files are in. */
    public Set<Path> folders() {
        return Stream.concat(Stream.of(certificate, key), clients.stream().map(Clients::authorities))
                .map(file -> file.toAbsolutePath().getParent()).collect(Collectors.toSet());
    }
}
