package io.hmsbridge.core.event;

/** An event that cannot be accepted, now or later. Its message says what is wrong and where, without quoting data. */
public final class EventRefusedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public EventRefusedException(String message) {
        super(message);
    }

    public EventRefusedException(String message, Throwable cause) {
        super(message, cause);
    }
}
