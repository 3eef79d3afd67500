package io.hmsbridge.core.outbox;

import io.hmsbridge.core.ledger.Span;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Commits of which nobody knows whether they will land: they are looked for again and again. Safe to use from many threads. */
final class Doubts {

    /** A commit in doubt is looked for in so many sweeps. */
    private static final int SWEEPS = 900;

    private record Doubt(Span sequences, int lastSweep) {}

    private final List<Doubt> doubts = new CopyOnWriteArrayList<>();
    private volatile int sweeps;

    void add(Span sequences) {
        doubts.add(new Doubt(sequences, sweeps + SWEEPS));
    }

    /** Those that begin with a sequence up to this. */
    List<Span> upto(long sequence) {
        return doubts.stream().map(Doubt::sequences).filter(span -> span.low() <= sequence).toList();
    }

    /** Called by one thread. */
    void swept() {
        int now = sweeps + 1;
        sweeps = now;
        doubts.removeIf(doubt -> doubt.lastSweep < now);
    }
}
