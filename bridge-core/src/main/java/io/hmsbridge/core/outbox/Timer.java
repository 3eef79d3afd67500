package io.hmsbridge.core.outbox;

import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** Runs things later, each on a virtual thread of its own. */
final class Timer implements AutoCloseable {

    private final ScheduledThreadPoolExecutor executor;

    Timer() {
        executor = new ScheduledThreadPoolExecutor(1, Thread.ofPlatform().name("bridge-timer").daemon().factory());
        executor.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    }

    /** Does nothing once the timer is closed. */
    void after(Duration delay, Runnable action) {
        try {
            var _ = executor.schedule(() -> Thread.startVirtualThread(action), delay.toNanos(), TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException e) {
            if (!executor.isShutdown()) {
                throw e;
            }
        }
    }

    @Override
    public void close() {
        executor.shutdown();
    }
}
