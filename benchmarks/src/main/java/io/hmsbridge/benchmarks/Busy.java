package io.hmsbridge.benchmarks;

import java.util.stream.IntStream;

/** What else a machine may be at: a thread for each of its processors that only counts, until closed. */
final class Busy implements AutoCloseable {

    private final Thread[] counting;
    private volatile boolean over;
    private volatile long counted;

    Busy() {
        counting = IntStream.range(0, Runtime.getRuntime().availableProcessors())
                .mapToObj(_ -> Thread.ofPlatform().daemon().name("busy").start(this::count)).toArray(Thread[]::new);
    }

    private void count() {
        long n = 0;
        while (!over) {
            n++;
        }
        counted = n;
    }

    @Override
    public void close() {
        over = true;
        for (var thread : counting) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        if (counted == 0) {
            throw new IllegalStateException("nobody counted");
        }
    }
}
