package io.hmsbridge.core.ledger;

/** The store did not answer, or could not take it now. Whether a commit landed may be unknown. */
public class LedgerUnavailableException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public LedgerUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }
}
