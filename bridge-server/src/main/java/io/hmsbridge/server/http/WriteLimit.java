package io.hmsbridge.server.http;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Ends writes to clients that do not read: after a limit the thread that writes is interrupted, which closes its socket if it is a
 * virtual one, as those of requests are.
 */
final class WriteLimit implements AutoCloseable {

    /** A write. */
    interface Write {

        void run() throws IOException;
    }

    private final Duration limit;
    private final Runnable cut;
    private final Map<Thread, Long> since = new ConcurrentHashMap<>();
    private final Thread watch;

    /** @param cut told of each write that is ended */
    WriteLimit(Duration limit, Runnable cut) {
        this.limit = limit;
        this.cut = cut;
        watch = Thread.ofVirtual().name("bridge-write-limit").start(this::watch);
    }

    void bound(Write write) throws IOException {
        since.put(Thread.currentThread(), System.nanoTime());
        try {
            write.run();
        } finally {
            since.remove(Thread.currentThread());
        }
    }

    private void watch() {
        try {
            for (;;) {
                Thread.sleep(limit.dividedBy(10));
                since.forEach((writer, begun) -> {
                    if (System.nanoTime() - begun > limit.toNanos() && since.remove(writer) != null) {
                        cut.run();
                        writer.interrupt();
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
