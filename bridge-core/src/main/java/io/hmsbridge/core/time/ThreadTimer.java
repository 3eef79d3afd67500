package io.hmsbridge.core.time;

import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;
import java.util.function.BooleanSupplier;
import java.util.random.RandomGenerator;

/** The machine's monotonic clock and its threads: each thing that is to run later runs on a virtual thread of its own. */
public final class ThreadTimer implements Timer {

    private static final Duration LOOK = Duration.ofMillis(100);

    private final BooleanSupplier held;
    private final ScheduledThreadPoolExecutor executor;

    /** Has no thread before something is to run later. */
    public ThreadTimer() {
        this(() -> false);
    }

    /** @param held while this is so, the time for which the end of a thread is waited does not run */
    public ThreadTimer(BooleanSupplier held) {
        this.held = held;
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
    public Thread start(String name, Runnable work) {
        return Thread.ofPlatform().name(name).daemon().start(work);
    }

    @Override
    public void sleep(Duration pause) throws InterruptedException {
        Thread.sleep(pause);
    }

    @Override
    @SuppressWarnings("WaitNotInLoop") // whoever calls it loops
    public long await(Lock lock, Condition condition, long nanos) throws InterruptedException {
        return condition.awaitNanos(nanos);
    }

    @Override
    public boolean join(Thread thread, Duration limit) throws InterruptedException {
        var left = limit;
        while (left.isPositive()) {
            var turn = left.compareTo(LOOK) < 0 ? left : LOOK;
            if (thread.join(turn)) {
                return true;
            }
            left = held.getAsBoolean() ? left : left.minus(turn);
        }
        return thread.join(Duration.ZERO);
    }

    @Override
    public RandomGenerator random() {
        return ThreadLocalRandom.current();
    }

    @Override
    public void close() {
        executor.shutdown();
    }
}
