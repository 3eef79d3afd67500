package io.hmsbridge.postgres;

/** One answer to an interrupt while waiting for the server. */
final class Interrupts {
    private Interrupts() {}

    static EmbeddedPostgresException asException(InterruptedException e) {
        Thread.currentThread().interrupt();
        return new EmbeddedPostgresException("Interrupted while waiting for PostgreSQL", e);
    }
}
