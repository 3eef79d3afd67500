package io.hmsbridge.core.egress;

import io.hmsbridge.api.Secret;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/**
 * An HTTP proxy that a target is reached through: plain calls are handed to it, those over TLS tunnel through it.
 *
 * @param address {@code http://proxy.agency.example:3128}; the proxy's own address is the operator's choice, and no
 *     address policy holds for it but for what is never allowed
 */
public record Proxy(URI address, Optional<Login> login) {

    /** Name and password for the proxy, by HTTP Basic. */
    public record Login(String user, Secret password) {

        String header() {
            var plain = (user + ":" + password.reveal()).getBytes(StandardCharsets.UTF_8);
            return "Basic " + Base64.getEncoder().encodeToString(plain);
        }
    }

    /** @throws IllegalArgumentException if the address is more or less than scheme, host and port */
    public Proxy {
        boolean bare = address.getRawUserInfo() == null && address.getRawQuery() == null
                && (address.getRawPath() == null || address.getRawPath().replace("/", "").isEmpty());
        if (!"http".equalsIgnoreCase(address.getScheme()) || address.getHost() == null || address.getPort() < 1
                || !bare) {
            throw new IllegalArgumentException("a proxy's address is written like http://proxy.agency.example:3128");
        }
    }
}
