package io.hmsbridge.core.ledger;

/** An event under a source and id that were accepted before with another body: it was refused. */
public final class EventConflictException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public EventConflictException(String message) {
        super(message);
    }
}
