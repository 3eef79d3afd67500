package io.hmsbridge.benchmarks.history;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What happened, as seen from outside the engine: clients write down what they ask for and what they are answered, targets what they
 * receive, and who reads the ledger how packets ended. Safe to use from many threads; what one thread writes down after another one
 * has is later.
 */
public final class History {

    /** How an emit was answered. */
    public enum Answer {
        /** Accepted: it must reach its targets. */
        OK,
        /** Refused: it must not. */
        FAIL,
        /** No answer: either. */
        UNKNOWN
    }

    /**
     * An emit.
     *
     * @param event the event's id
     * @param invoked when it was asked for, on this history's clock
     * @param answered when it was answered; never, if it is not known
     */
    record Emitted(String event, long invoked, long answered, Answer answer) {}

    /**
     * What a target took, that is, answered for.
     *
     * @param delivery its idempotency key: the same for what is the same
     * @param content as the target has it
     */
    record Receipt(long at, String target, String key, String event, String delivery, String content) {}

    /** A row of the ledger that ends a packet. */
    record End(String packet, String outcome) {}

    private static final long NEVER = Long.MAX_VALUE;

    private final AtomicLong clock = new AtomicLong();
    private final List<Emitted> emits = new ArrayList<>();
    private final List<Receipt> receipts = new ArrayList<>();
    private final List<End> ends = new ArrayList<>();

    /** An emit that is not answered yet. */
    public final class Emit {

        private final String event;
        private final long invoked;

        private Emit(String event) {
            this.event = event;
            invoked = clock.incrementAndGet();
        }

        /** Writes down how it was answered; once. */
        public void answered(Answer answer) {
            synchronized (History.this) {
                emits.add(new Emitted(event, invoked, answer == Answer.UNKNOWN ? NEVER : clock.incrementAndGet(),
                        answer));
            }
        }
    }

    /** A client is about to emit an event. */
    public Emit invoke(String event) {
        return new Emit(event);
    }

    /** A target has taken a packet. To be called in the order in which the target takes effect. */
    public synchronized void received(String target, String key, String event, String delivery, String content) {
        receipts.add(new Receipt(clock.incrementAndGet(), target, key, event, delivery, content));
    }

    /** The ledger says that a packet has ended. */
    public synchronized void ended(String packet, String outcome) {
        ends.add(new End(packet, outcome));
    }

    synchronized List<Emitted> emits() {
        return List.copyOf(emits);
    }

    synchronized List<Receipt> receipts() {
        return List.copyOf(receipts);
    }

    synchronized List<End> ends() {
        return List.copyOf(ends);
    }
}
