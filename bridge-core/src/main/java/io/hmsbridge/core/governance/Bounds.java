package io.hmsbridge.core.governance;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/**
 * Runs foreign code on threads of its own, for a bounded time. While some of it hangs nothing more is begun, so that it takes the threads
 * of one moment and no more. Platform threads: what spins must not take the carriers of virtual ones.
 */
final class Bounds implements AutoCloseable {

    private final ExecutorService threads =
            Executors.newCachedThreadPool(Thread.ofPlatform().daemon().name("governance-", 0).factory());
    private final AtomicInteger hanging = new AtomicInteger();

    /** One piece of work. */
    private final class Run<T> implements Runnable {

        private final CompletableFuture<T> result = new CompletableFuture<>();
        private final Supplier<T> work;
        private Thread thread;
        private boolean late;
        private boolean ended;

        Run(Supplier<T> work) {
            this.work = work;
        }

        @Override
        public void run() {
            begin();
            try {
                result.complete(work.get());
            } catch (Throwable e) { // of foreign code
                result.completeExceptionally(e);
            } finally {
                end();
            }
        }

        private synchronized void begin() {
            thread = Thread.currentThread();
        }

        private synchronized void end() {
            ended = true;
            hanging.addAndGet(late ? -1 : 0);
        }

        synchronized void giveUp() {
            late = !ended;
            hanging.addAndGet(late ? 1 : 0);
            if (late && thread != null) {
                thread.interrupt();
            }
        }
    }

    /** @throws VetTimeoutException if it takes longer, or what took longer still goes on */
    <T> T within(Duration limit, Supplier<T> work) {
        if (hanging.get() > 0) {
            throw new VetTimeoutException();
        }
        var run = new Run<>(work);
        threads.execute(run);
        try {
            return run.result.get(limit.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException _) {
            run.giveUp();
            throw new VetTimeoutException();
        } catch (InterruptedException _) {
            run.giveUp();
            Thread.currentThread().interrupt();
            throw new VetTimeoutException();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException failure ? failure
                    : new ExtensionFailedException("failed: " + e.getCause().getClass().getSimpleName());
        }
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
