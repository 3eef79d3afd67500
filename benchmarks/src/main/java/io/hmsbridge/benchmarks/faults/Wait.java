package io.hmsbridge.benchmarks.faults;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Waiting for something to become true. */
final class Wait {

    private static final int PAUSE_MS = 10;

    private Wait() {}

    /** What may or may not be so by now. */
    @FunctionalInterface
    interface Condition {
        boolean holds() throws Exception;
    }

    /** @throws TooLateException if it is not so within that time */
    static void until(Duration limit, String what, Condition condition) throws Exception {
        long deadline = System.nanoTime() + limit.toNanos();
        while (!condition.holds()) {
            if (System.nanoTime() - deadline > 0) {
                throw new TooLateException("not within %d s: %s".formatted(limit.toSeconds(), what));
            }
            TimeUnit.MILLISECONDS.sleep(PAUSE_MS);
        }
    }

    /** What was waited for did not come: a violation. */
    static final class TooLateException extends Exception {

        private static final long serialVersionUID = 1;

        TooLateException(String message) {
            super(message);
        }
    }
}
