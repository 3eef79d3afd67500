package io.hmsbridge.postgres;

/** The embedded server cannot be had. The message is one plain line for a person: what, which, and the mend. */
public final class EmbeddedPostgresException extends RuntimeException {
    EmbeddedPostgresException(String message) {
        super(message);
    }

    EmbeddedPostgresException(String message, Throwable cause) {
        super(message, cause);
    }
}
