package io.hmsbridge.core.ledger;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * What waits for its commit, in order; bounded by number and by bytes, as is what goes into one commit. Many offer, one takes.
 *
 * @param <R> what waits
 */
final class CommitQueue<R extends CommitQueue.Sized> {

    /** What the bounds are about. */
    interface Sized {
        int events();

        long bytes();
    }

    /** How much waits, and after how much nothing more goes along. */
    record Bounds(int waiting, long waitingBytes, int events, long bytes) {

        /** A second or two of a flood; a statement of more bytes gains nothing and costs several times them in memory. */
        static final Bounds USUAL = new Bounds(10_000, 64 << 20, 1_000, 8 << 20);
    }

    private final Bounds bounds;
    private final Queue<R> waiting = new ArrayDeque<>();
    private long bytes;
    private boolean closed;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();

    CommitQueue(Bounds bounds) {
        this.bounds = bounds;
    }

    /** Returns false, and takes nothing, if too much waits or it is closed. */
    boolean offer(R request) {
        lock.lock();
        try {
            boolean full = waiting.size() >= bounds.waiting
                    || !waiting.isEmpty() && bytes + request.bytes() > bounds.waitingBytes;
            if (closed || full) {
                return false;
            }
            waiting.add(request);
            bytes += request.bytes();
            changed.signal();
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** Waits for something, and takes what there is for one commit; nothing after the last, once closed. */
    List<R> take() throws InterruptedException {
        lock.lock();
        try {
            while (waiting.isEmpty() && !closed) {
                changed.await();
            }
            var taken = new ArrayList<R>();
            int events = 0;
            long size = 0;
            while (!waiting.isEmpty() && events < bounds.events && size < bounds.bytes) {
                var next = waiting.remove();
                taken.add(next);
                events += next.events();
                size += next.bytes();
            }
            bytes -= size;
            return taken;
        } finally {
            lock.unlock();
        }
    }

    /** Takes no more; what waits can still be taken. */
    void close() {
        lock.lock();
        try {
            closed = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
