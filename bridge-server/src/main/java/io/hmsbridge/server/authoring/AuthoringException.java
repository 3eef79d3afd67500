package io.hmsbridge.server.authoring;

/** What an author asked for cannot be done as it stands. Its message is for people. */
public final class AuthoringException extends Exception {

    private static final long serialVersionUID = 1L;

    AuthoringException(String message) {
        super(message);
    }
}
