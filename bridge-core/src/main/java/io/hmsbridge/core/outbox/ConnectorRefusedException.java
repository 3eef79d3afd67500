package io.hmsbridge.core.outbox;

/** A target's connector cannot be made: its settings do not suit, or its factory failed. Its message is for people. */
public final class ConnectorRefusedException extends Exception {

    private static final long serialVersionUID = 1L;

    ConnectorRefusedException(String message, Throwable cause) {
        super(message, cause);
    }
}
