package io.hmsbridge.core.outbox;

import io.hmsbridge.core.ledger.Queued;
import io.hmsbridge.core.ledger.Span;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.ReentrantLock;

/**
 * In what order packets come to one lane that others have queued and that were committed here: what is wanted goes before what is
 * offered later, as far as it has lower sequences. No lane waits for what another looks for. Safe to use from many threads.
 */
final class Turn {

    private final Tenancy tenancy;
    private final Queue<Span> wanted = new ConcurrentLinkedQueue<>();
    /** Held while the lane looks, and is offered something. */
    private final ReentrantLock lock = new ReentrantLock();

    Turn(Tenancy tenancy) {
        this.tenancy = tenancy;
    }

    /** These sequences are to be looked through, before anything that is offered from now on. Asks nobody. */
    void want(Span sequences) {
        wanted.add(sequences);
    }

    /** Looks for what is wanted; asks the database. */
    void look() {
        lock.lock();
        try {
            lookUpto(Long.MAX_VALUE);
        } finally {
            lock.unlock();
        }
    }

    /** Packets that were just committed, in order. Returns false if the lane is not ours. */
    boolean offer(List<Queued> packets) {
        lock.lock();
        try {
            lookUpto(packets.getFirst().sequence() - 1);
            boolean ours = tenancy.offer(packets);
            lookUpto(Long.MAX_VALUE);
            return ours;
        } finally {
            lock.unlock();
        }
    }

    /** What is wanted past that sequence stays wanted. */
    private void lookUpto(long last) {
        for (int left = wanted.size(); left > 0; left--) {
            var span = wanted.remove();
            if (span.low() <= last) {
                tenancy.look(new Span(span.low(), Math.min(span.high(), last)));
            }
            if (span.high() > last) {
                wanted.add(new Span(Math.max(span.low(), last + 1), span.high()));
            }
        }
    }
}
