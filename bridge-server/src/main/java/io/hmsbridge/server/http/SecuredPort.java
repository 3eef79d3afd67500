package io.hmsbridge.server.http;

import io.helidon.common.tls.Tls;
import io.helidon.common.tls.TlsClientAuth;
import io.helidon.webserver.WebServer;
import io.hmsbridge.core.watch.FolderWatch;
import io.hmsbridge.server.tls.Certificates;
import io.hmsbridge.server.tls.ServerTls;
import io.hmsbridge.server.tls.TlsException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** TLS of a web server, from files that it follows: what is new counts for the next connection, what is wrong changes nothing. */
final class SecuredPort implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(SecuredPort.class);

    private final ServerTls files;
    private final List<FolderWatch> watches = new ArrayList<>();
    private ServerTls.Content content;
    private String refused = "";

    private SecuredPort(ServerTls files, ServerTls.Content content) {
        this.files = files;
        this.content = content;
    }

    /** @throws TlsException if the files cannot be used */
    static SecuredPort of(ServerTls files) {
        var port = new SecuredPort(files, files.read(Instant.now()));
        port.tell();
        return port;
    }

    /** What a web server begins with. */
    synchronized Tls tls() {
        return tls(content);
    }

    private Tls tls(ServerTls.Content of) {
        var builder = Tls.builder()
                .privateKey(of.identity().key())
                .privateKeyCertChain(of.identity().chain())
                .endpointIdentificationAlgorithm(Tls.ENDPOINT_IDENTIFICATION_NONE); // a client has no host name
        files.clients().ifPresent(clients -> builder.trust(of.authorities())
                .clientAuth(clients.needed() ? TlsClientAuth.REQUIRED : TlsClientAuth.OPTIONAL));
        return builder.build();
    }

    /** Gives a running web server what changes, from now on. */
    void follow(WebServer server) {
        files.folders().forEach(folder -> watches.add(FolderWatch.start(folder, () -> look(server))));
        look(server);
    }

    private synchronized void look(WebServer server) {
        try {
            var now = files.read(Instant.now());
            if (!now.equals(content)) {
                server.reloadTls(tls(now));
                content = now;
                tell();
            }
            refused = "";
        } catch (TlsException e) {
            if (!e.getMessage().equals(refused)) {
                refused = e.getMessage();
                LOG.warn("The changed files for TLS cannot be used, the last good ones stay in force: {}", refused);
            }
        }
    }

    private void tell() {
        var identity = content.identity();
        LOG.info("TLS with the certificate of {}, valid until {}", identity.subject(), identity.expires());
        if (Instant.now().plus(Certificates.SOON).isAfter(identity.expires())) {
            LOG.warn("The certificate {} ends at {}; renew it, and put it in its place: no restart is needed",
                    files.certificate(), identity.expires());
        }
    }

    @Override
    public void close() {
        watches.forEach(FolderWatch::close);
    }
}
