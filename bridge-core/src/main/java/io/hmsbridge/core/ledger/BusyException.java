package io.hmsbridge.core.ledger;

import java.time.Duration;

/** More events wait for their commit than the bridge takes on: nothing was accepted. */
public final class BusyException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final Duration retryAfter;

    public BusyException(Duration retryAfter) {
        super("too many events wait for their commit; try again in " + retryAfter.toSeconds() + " s");
        this.retryAfter = retryAfter;
    }

    public Duration retryAfter() {
        return retryAfter;
    }
}
