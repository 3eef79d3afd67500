package io.hmsbridge.core.governance;

/** A payload could not be vetted in its time. */
public final class VetTimeoutException extends RuntimeException {

    private static final long serialVersionUID = 1;

    public VetTimeoutException() {
        super("vetting took too long");
    }
}
