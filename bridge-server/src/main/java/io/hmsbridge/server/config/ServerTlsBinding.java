package io.hmsbridge.server.config;

import io.hmsbridge.core.yaml.MapReader;
import io.hmsbridge.server.tls.ServerTls;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Reads how the HTTP API is secured. */
final class ServerTlsBinding {

    private ServerTlsBinding() {}

    static Optional<ServerTls> of(MapReader tls) {
        tls.allowOnly(ConfigKey.below("http", "tls"));
        var certificate = tls.text("certificate").optional();
        var key = tls.text("key").optional();
        var authorities = tls.text("client_authorities").optional();
        var auth = tls.choice("client_auth", List.of("want", "need")).optional();
        if (certificate.isPresent() != key.isPresent()) {
            tls.error(certificate.isPresent() ? "certificate" : "key", "`certificate` and `key` of `tls` go together",
                    "");
        } else if (certificate.isEmpty() && authorities.isPresent()) {
            tls.error("client_authorities", "`client_authorities` needs the server's own `certificate` and `key`", "");
        }
        if (auth.isPresent() && authorities.isEmpty()) {
            tls.error("client_auth", "`client_auth` needs `client_authorities`",
                    "Name the PEM file of those who issue certificates of clients.");
        }
        var clients = authorities
                .map(file -> new ServerTls.Clients(Path.of(file), !auth.filter("want"::equals).isPresent()));
        return certificate.flatMap(file -> key.map(secret -> new ServerTls(Path.of(file), Path.of(secret), clients)));
    }
}
