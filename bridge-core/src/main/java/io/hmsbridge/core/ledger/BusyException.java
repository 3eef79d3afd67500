package io.hmsbridge.core.ledger;

import java.time.Duration;

/** The bridge takes on no more events at present: nothing was accepted. */
public class BusyException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final Duration retryAfter;

    /** More wait for their commit than the bridge takes on. */
    public BusyException(Duration retryAfter) {
        this("too many events wait for their commit", retryAfter);
    }

    BusyException(String why, Duration retryAfter) {
        super(why + "; try again in " + retryAfter.toSeconds() + " s");
        this.retryAfter = retryAfter;
    }

    public Duration retryAfter() {
        return retryAfter;
    }
}
