package io.hmsbridge.core.ledger;

/** Numbers that were drawn may not be used any more: something was put after all of them. Nothing was written; draw new ones. */
public final class NumbersPassedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public NumbersPassedException(Throwable cause) {
        super("the numbers were passed by", cause);
    }
}
