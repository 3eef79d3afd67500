package io.hmsbridge.core.outbox;

import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** Runs each thing on a virtual thread of its own, by the machine's monotonic clock. */
final class ThreadTimer implements Timer {

    private final ScheduledThreadPoolExecutor executor;

    ThreadTimer() {
        executor = new ScheduledThreadPoolExecutor(1, Thread.ofPlatform().name("bridge-timer").daemon().factory());
        executor.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    }

    @Override
    public long nanos() {
        return System.nanoTime();
    }

    @Override
    public void soon(Runnable action) {
        Thread.startVirtualThread(action);
    }

    @Override
    public void after(Duration delay, Runnable action) {
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
