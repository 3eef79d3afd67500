package io.hmsbridge.core.outbox;

import java.time.Duration;

/** The outbox's time: tells how much has passed, and runs things later, never on the caller's thread. */
interface Timer extends AutoCloseable {

    /** Nanoseconds since some moment; never goes back. */
    long nanos();

    /** Runs something as soon as may be. */
    void soon(Runnable action);

    /** Runs something later; does nothing once the timer is closed. */
    void after(Duration delay, Runnable action);

    @Override
    void close();
}
