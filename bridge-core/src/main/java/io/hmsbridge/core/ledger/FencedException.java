package io.hmsbridge.core.ledger;

/** A lane has passed to another owner: nothing may be recorded in its name any more. */
public class FencedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public FencedException(Throwable cause) {
        super("the lane has passed to another owner", cause);
    }
}
