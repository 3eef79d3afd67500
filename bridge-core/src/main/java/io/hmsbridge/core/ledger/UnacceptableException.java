package io.hmsbridge.core.ledger;

/** The store cannot hold this data, now or later. */
public class UnacceptableException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public UnacceptableException(String message, Throwable cause) {
        super(message, cause);
    }
}
