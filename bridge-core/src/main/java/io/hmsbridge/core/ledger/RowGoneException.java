package io.hmsbridge.core.ledger;

/** A packet has no outbox row any more: it has ended in another way. */
public class RowGoneException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public RowGoneException(Throwable cause) {
        super("a packet has no outbox row any more", cause);
    }
}
