package io.hmsbridge.server.demo;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Waits for what others do. */
final class Wait {

    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final long PAUSE_MILLIS = 5;

    /** Looks whether it has happened yet. */
    @FunctionalInterface
    interface Look<T> {
        Optional<T> look() throws IOException, InterruptedException;
    }

    private Wait() {}

    /** What the look sees as soon as it sees something. */
    static <T> T until(String what, Look<T> look) throws IOException, InterruptedException {
        long end = System.nanoTime() + LIMIT.toNanos();
        while (System.nanoTime() < end) {
            var seen = look.look();
            if (seen.isPresent()) {
                return seen.get();
            }
            TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
        }
        throw new NotAsToldException("in " + LIMIT.toSeconds() + " s it did not happen that " + what);
    }
}
