package io.hmsbridge.core;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Function;

/**
 * What is opened on a thread of its own while the owner opens something else. Closed with all that was opened.
 *
 * @param <T> what comes of it
 */
final class Alongside<T> implements AutoCloseable {

    private final Closing opened;
    private final CompletableFuture<T> work;

    private Alongside(Closing opened, CompletableFuture<T> work) {
        this.opened = opened;
        this.work = work;
    }

    /** @param work opens it, and remembers its parts */
    static <T> Alongside<T> open(String thread, Function<Closing, T> work) {
        var opened = new Closing();
        return new Alongside<>(opened, CompletableFuture.supplyAsync(() -> work.apply(opened),
                task -> Thread.ofPlatform().daemon().name(thread).start(task)));
    }

    /** Waits for it, and fails as it did. */
    T join() {
        try {
            return work.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            throw e;
        }
    }

    @Override
    public void close() {
        var _ = work.handle((_, _) -> true).join(); // what it is at is closed as well
        opened.close();
    }
}
