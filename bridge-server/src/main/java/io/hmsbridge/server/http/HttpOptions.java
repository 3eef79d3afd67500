package io.hmsbridge.server.http;

/**
 * How the API is served.
 *
 * @param host the address to listen on
 * @param port the port, or 0 for a free one
 * @param token what clients must present; a secret
 * @param bodyLimit the largest body taken, in bytes
 */
public record HttpOptions(String host, int port, String token, int bodyLimit) {

    /** 1 MiB. */
    public static final int USUAL_BODY_LIMIT = 1 << 20;

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
