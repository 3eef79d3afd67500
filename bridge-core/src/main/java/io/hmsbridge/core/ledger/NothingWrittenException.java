package io.hmsbridge.core.ledger;

/** The store cannot take it now, and it is certain that nothing was written: it can be tried again later. */
public final class NothingWrittenException extends LedgerUnavailableException {

    private static final long serialVersionUID = 1L;

    public NothingWrittenException(String message, Throwable cause) {
        super(message, cause);
    }
}
