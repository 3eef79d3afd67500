package io.hmsbridge.server.demo;

/** Something did not happen as the story has it. The message says what. */
final class NotAsToldException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    NotAsToldException(String message) {
        super(message);
    }
}
