package io.hmsbridge.server.http;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Ends what waits too long for a client: after a limit the thread that reads or writes is interrupted, which closes its socket if it is
 * a virtual one, as those of requests are.
 */
final class TimeLimit implements AutoCloseable {

    /** Something that waits for a client. */
    interface Waiting {

        void run() throws IOException;
    }

    private final Duration limit;
    private final Runnable cut;
    private final Map<Thread, Long> until = new ConcurrentHashMap<>();
    private final Thread watch;

    /** @param cut told of each that is ended */
    TimeLimit(String name, Duration limit, Runnable cut) {
        this.limit = limit;
        this.cut = cut;
        watch = Thread.ofVirtual().name(name).start(this::watch);
    }

    void bound(Waiting waiting) throws IOException {
        begin(1);
        try {
            waiting.run();
        } finally {
            end();
        }
    }

    /** From now on this thread has so many times the limit. */
    void begin(long times) {
        until.put(Thread.currentThread(), System.nanoTime() + times * limit.toNanos());
    }

    /** It has come to what it waited for. */
    void end() {
        until.remove(Thread.currentThread());
    }

    private void watch() {
        try {
            for (;;) {
                Thread.sleep(limit.dividedBy(10));
                until.forEach((waiting, end) -> {
                    if (System.nanoTime() - end > 0 && until.remove(waiting) != null) {
                        cut.run();
                        waiting.interrupt();
                    }
                });
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt(); // closed
        }
    }

    @Override
    public void close() {
        watch.interrupt();
    }
}
