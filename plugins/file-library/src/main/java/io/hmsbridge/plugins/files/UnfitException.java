package io.hmsbridge.plugins.files;

/** A packet that will never fit its record or its file's name. The message names the field, and shows no content. */
public final class UnfitException extends Exception {

    private static final long serialVersionUID = 1L;

    public UnfitException(String message) {
        super(message);
    }
}
