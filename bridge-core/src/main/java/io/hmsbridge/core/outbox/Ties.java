package io.hmsbridge.core.outbox;

import io.hmsbridge.core.ledger.Entry;
import io.hmsbridge.core.ledger.Store;
import io.hmsbridge.core.time.Timer;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.LongPredicate;
import java.util.function.LongSupplier;

/**
 * What a tenure is tied to.
 *
 * @param lock the lane's
 * @param expecting the sequences of a commit under way that we will be told of: not to be taken from a page
 * @param ready called under the lock when a packet may have become ready
 * @param home called under the lock when nothing waits for the recorder any more
 * @param unsure called when nobody knows what the outbox holds of the lane: it is taken anew
 * @param told told of every entry once it is committed, without the lock
 */
record Ties(int target, String name, Store ledger, Recorder recorder, Timer timer, ReentrantLock lock,
        LongPredicate expecting, Runnable ready, Runnable home, Runnable unsure, Consumer<Entry> told) {

    /** Does something under the lock. */
    void locked(Runnable action) {
        lock.lock();
        try {
            action.run();
        } finally {
            lock.unlock();
        }
    }

    /** Asks something under the lock. */
    long locked(LongSupplier question) {
        lock.lock();
        try {
            return question.getAsLong();
        } finally {
            lock.unlock();
        }
    }
}
