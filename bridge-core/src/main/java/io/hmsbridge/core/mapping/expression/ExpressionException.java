package io.hmsbridge.core.mapping.expression;

/** An expression that cannot be used, or that failed on an event. The message never holds a value of the event. */
public final class ExpressionException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final int position;

    ExpressionException(String message) {
        this(message, 0);
    }

    /** @param position in the expression, from 1; 0 if it is not known */
    ExpressionException(String message, int position) {
        super(message, null, false, false);
        this.position = position;
    }

    /** Where in the expression, in characters from 1; 0 if that is not known. */
    public int position() {
        return position;
    }
}
