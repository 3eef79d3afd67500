package io.hmsbridge.server.tls;

import java.util.List;

/** Files for TLS cannot be used; the message names each of them with the reason, and nothing of what is in them. */
public final class TlsException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    TlsException(List<String> problems) {
        super(String.join("; ", problems));
    }
}
