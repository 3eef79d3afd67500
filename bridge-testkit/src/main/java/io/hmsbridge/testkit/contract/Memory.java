package io.hmsbridge.testkit.contract;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/** Measures what a call takes from memory. */
final class Memory {

    /** Far more than any bounded answer needs, far less than an endless one brings in half a second. */
    static final long LIMIT = 32L << 20;

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private Memory() {}

    /**
     * Collects all that nobody holds, what is held softly included: the JDK keeps method handles so. Only before it refuses
     * memory does it let go of that, and no heap holds the array asked for.
     */
    static void collect() {
        try {
            throw new IllegalStateException("too much memory: " + new long[Integer.MAX_VALUE - 8].length);
        } catch (OutOfMemoryError _) {
            System.gc();
        }
    }

    interface Call {
        void run() throws Exception;
    }

    /** The bytes that a call has allocated when it ends, or when the limit of time is reached. */
    static long allocatedBy(Call call, Duration limit) throws InterruptedException {
        var end = new AtomicLong(-1);
        // Allocations of virtual threads are not counted.
        var thread = Thread.ofPlatform().daemon().start(() -> {
            try {
                call.run();
            } catch (Exception _) {
                // How it ends is for other tests.
            } finally {
                end.set(THREADS.getCurrentThreadAllocatedBytes());
            }
        });
        if (!thread.join(limit)) {
            long soFar = THREADS.getThreadAllocatedBytes(thread.threadId());
            thread.interrupt();
            return soFar;
        }
        return end.get();
    }
}
