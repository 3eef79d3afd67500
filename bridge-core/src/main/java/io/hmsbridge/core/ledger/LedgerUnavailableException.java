package io.hmsbridge.core.ledger;

/** The store did not answer. Whether a commit landed is unknown, unless it is a {@link NothingWrittenException}. */
public class LedgerUnavailableException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public LedgerUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }
}
