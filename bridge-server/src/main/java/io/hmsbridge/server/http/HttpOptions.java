package io.hmsbridge.server.http;

import io.hmsbridge.core.outbox.Limits;
import io.hmsbridge.server.access.Oidc;
import io.hmsbridge.server.tls.ServerTls;
import java.time.Duration;
import java.util.Optional;

/**
 * How the API is served.
 *
 * @param host the address to listen on
 * @param port the port, or 0 for a free one
 * @param token what clients must present; a secret
 * @param bodyLimit the largest body taken, in bytes
 * @param oidc whose tokens are taken as well
 * @param tls how it is secured; empty for plain HTTP
 * @param longestWrite for how long a client of the stream may take nothing before it is let go
 * @param longestRead for how long a client may send the headers of a request, and each MiB of its body
 * @param limits how much each token may ask for, but the server's own
 */
public record HttpOptions(String host, int port, String token, int bodyLimit, Optional<Oidc> oidc,
        Optional<ServerTls> tls, Duration longestWrite,
        Duration longestRead, Limits limits) {

    /** 1 MiB. */
    public static final int USUAL_BODY_LIMIT = 1 << 20;

    /** 30 seconds. */
    public static final Duration USUAL_WRITE = Duration.ofSeconds(30);

    /** 30 seconds. */
    public static final Duration USUAL_READ = Duration.ofSeconds(30);

    /** A thousand requests at once. */
    public static final Limits USUAL_LIMITS = Limits.concurrency(1_000);

    /** Without an OpenID provider, by plain HTTP. */
    public HttpOptions(String host, int port, String token, int bodyLimit) {
        this(host, port, token, bodyLimit, Optional.empty(), Optional.empty(), USUAL_WRITE, USUAL_READ,
                USUAL_LIMITS);
    }

    public HttpOptions {
        if (token.isBlank()) {
            throw new IllegalArgumentException("the token is empty");
        }
    }

    @Override
    public String toString() {
        return "HttpOptions[" + host + ":" + port + ", bodyLimit=" + bodyLimit + "]";
    }
}
