package io.hmsbridge.core.ledger;

import java.time.Duration;

/** The disk beneath the database is nearly full: nothing was accepted, so that what was accepted before can be delivered. */
public final class DiskLowException extends BusyException {

    private static final long serialVersionUID = 1L;

    DiskLowException(String why, Duration retryAfter) {
        super(why, retryAfter);
    }
}
