package io.hmsbridge.plugins.rest;

/** A packet that cannot be made into a request, ever. The message names fields and never tells their values. */
final class UnfitException extends Exception {

    private static final long serialVersionUID = 1L;

    UnfitException(String message) {
        super(message);
    }
}
