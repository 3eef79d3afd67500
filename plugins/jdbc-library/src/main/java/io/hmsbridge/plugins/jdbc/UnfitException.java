package io.hmsbridge.plugins.jdbc;

/** A packet that its table cannot take. The message names table, column and the kind of value, never the value. */
public final class UnfitException extends Exception {

    private static final long serialVersionUID = 1L;

    /** @param message for people */
    public UnfitException(String message) {
        super(message);
    }
}
