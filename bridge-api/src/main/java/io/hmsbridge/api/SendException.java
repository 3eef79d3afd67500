package io.hmsbridge.api;

/**
 * An attempt that ended in an exception, with the kind that decides what happens next. Any other exception from
 * {@link Connector#send} counts as {@link Kind#RETRY}.
 */
public class SendException extends Exception {

    private static final long serialVersionUID = 1L;

    /** What the exception means for the packet. */
    public enum Kind {
        /** Try again; the target did not take it. */
        RETRY,
        /** This packet will never do. */
        REJECT,
        /** The target must be mended first. */
        TARGET_FAULT,
        /** The request was written but no answer came: it may have had its effect. Sent again, never called failed. */
        UNKNOWN
    }

    private final Kind kind;

    /** @param message for people, with no payload and no secret in it */
    public SendException(Kind kind, String message) {
        super(message);
        this.kind = kind;
    }

    /** @param message for people, with no payload and no secret in it */
    public SendException(Kind kind, String message, Throwable cause) {
        super(message, cause);
        this.kind = kind;
    }

    public Kind kind() {
        return kind;
    }
}
