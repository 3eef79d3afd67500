package io.hmsbridge.server.http;

/** The address cannot be listened on. The message is one plain line for people. */
public final class PortTakenException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    PortTakenException(String host, int port, String reason) {
        super("cannot listen on %s port %d: %s".formatted(host, port, reason));
    }
}
