package io.hmsbridge.server.config;

import io.hmsbridge.api.Secret;
import io.hmsbridge.core.egress.Proxy;
import io.hmsbridge.core.egress.Route;
import io.hmsbridge.core.egress.Tls;
import io.hmsbridge.core.yaml.MapReader;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;

/** Reads through which proxy a target is reached, and how its connections are secured. */
final class RouteBinding {

    private RouteBinding() {}

    static Route of(MapReader target) {
        return new Route(
                proxy(target.child("proxy").allowOnly(ConfigKey.below("targets", ConfigKey.NAME, "proxy"))),
                tls(target.child("tls").allowOnly(ConfigKey.below("targets", ConfigKey.NAME, "tls"))));
    }

    private static Optional<Proxy> proxy(MapReader proxy) {
        var address = proxy.text("address").optional();
        var user = proxy.text("user").optional();
        var password = proxy.text("password").optional().map(Secret::new);
        if (user.isPresent() != password.isPresent()) {
            proxy.error(user.isPresent() ? "user" : "password", "`user` and `password` of a proxy go together", "");
        }
        if (address.isEmpty()) {
            if (user.isPresent()) {
                proxy.error("user", "a proxy needs its `address`", "Write it like http://proxy.agency.example:3128.");
            }
            return Optional.empty();
        }
        try {
            return Optional.of(new Proxy(URI.create(address.get()),
                    user.flatMap(name -> password.map(secret -> new Proxy.Login(name, secret)))));
        } catch (IllegalArgumentException _) { // what URI says may quote a password
            proxy.error("address", "`address` is no address of a proxy",
                    "Write it like http://proxy.agency.example:3128.");
            return Optional.empty();
        }
    }

    private static Tls tls(MapReader tls) {
        var certificate = tls.text("certificate").optional();
        var password = tls.text("password").optional().map(Secret::new);
        if (certificate.isPresent() != password.isPresent()) {
            tls.error(certificate.isPresent() ? "certificate" : "password",
                    "`certificate` and `password` of `tls` go together", "");
        }
        return new Tls(tls.text("authorities").optional().map(Path::of),
                certificate.flatMap(file -> password.map(secret -> new Tls.ClientCertificate(Path.of(file), secret))));
    }
}
