package io.hmsbridge.core.outbox;

import io.hmsbridge.core.ledger.Handover;
import io.hmsbridge.core.ledger.LedgerUnavailableException;
import io.hmsbridge.core.ledger.Queued;
import io.hmsbridge.core.ledger.Span;
import io.hmsbridge.core.ledger.Store;
import io.hmsbridge.core.time.Timer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings to the lanes what was queued, in the order in which it was accepted: what is committed here is handed over, and what others
 * queue is looked for. Safe to use from many threads.
 */
final class Arrivals implements Handover {

    private static final Logger LOG = LoggerFactory.getLogger(Arrivals.class);

    /** A commit takes milliseconds; where the database is away, nothing is to be looked for either. */
    private static final Duration HANDOVER = Duration.ofSeconds(5);
    private static final Duration HANDOVER_LOOK = Duration.ofNanos(50_000);
    /** By then the database has done or given up what it was in the middle of. */
    private static final Duration DOUBT = Duration.ofMinutes(1);
    private static final Duration NEWS_PAUSE = Duration.ofMillis(100);

    private final Store ledger;
    private final Timer timer;
    private final Runnable elsewhere;
    private final Map<Integer, Turn> turns = new ConcurrentHashMap<>();
    private final Doubts doubts = new Doubts();
    /** A commit was in doubt not long ago, and when. */
    private volatile boolean doubting;
    private volatile long doubted;
    /** The sequences of the commit under way. */
    private volatile Span expected;
    /** What is about to be committed here by someone else than the committer of events; null for nothing. */
    private volatile Announced announced;
    /** Something was committed here, and when last. */
    private volatile boolean taken;
    private volatile long takenAt;
    private volatile boolean closed;
    /** Held until each lane knows what it has to look for: what comes after that must not overtake it. */
    private final ReentrantLock telling = new ReentrantLock();

    /** For which lanes all packets are that have these sequences. */
    private record Announced(Span sequences, Set<Integer> targets) {}

    /** @param elsewhere called when packets were queued for lanes that run in other processes */
    Arrivals(Store ledger, Timer timer, Runnable elsewhere) {
        this.ledger = ledger;
        this.timer = timer;
        this.elsewhere = elsewhere;
    }

    /** From now on packets come to this lane. */
    void add(Lane lane) {
        turns.put(lane.target(), new Turn(lane.tenancy()));
    }

    /** Whether a commit under way will queue this. */
    boolean isExpected(long sequence) {
        var span = expected;
        return span != null && span.contains(sequence);
    }

    // What is committed here

    @Override
    public void expect(Span sequences) {
        expected = sequences;
    }

    @Override
    public void withdrawn() {
        expected = null;
    }

    @Override
    public void doubtful(Span sequences) {
        expected = null;
        doubts.add(sequences);
        doubted = timer.nanos();
        doubting = true;
    }

    @Override
    public void recognised(long number) {
        var doubtful = doubts.upto(number);
        if (!doubtful.isEmpty()) {
            tell(() -> {
                newsForSure(); // may have been accepted before what was in doubt
                doubtful.forEach(this::wantOnly);
            });
            lookAll();
        }
    }

    boolean isTaking(Duration lately) {
        return taken && timer.nanos() - takenAt < lately.toNanos();
    }

    @Override
    public void queued(List<Queued> packets, boolean news) {
        takenAt = timer.nanos();
        taken = true;
        try {
            if (doubting && !packets.isEmpty()) { // somebody else may have recognised what was in doubt
                doubting = timer.nanos() - doubted < DOUBT.toNanos();
                recognised(packets.getFirst().sequence());
            }
            // Some of what others queued may have been accepted before these, and lanes may be being told of it just now.
            boolean told = news || telling.isLocked();
            if (told) {
                tell(this::newsForSure);
            }
            if (!offer(packets)) {
                elsewhere.run();
            }
            if (told) {
                timer.soon(this::lookAll); // the other lanes: who is answered next does not wait for them
            }
        } finally {
            expected = null; // not earlier: pages must not show what is about to be offered
        }
    }

    /** Returns whether all were for lanes of ours. */
    private boolean offer(List<Queued> packets) {
        if (packets.size() == 1) {
            return turns.get(packets.getFirst().target()).offer(packets);
        }
        boolean all = true;
        for (var of : packets.stream().collect(Collectors.groupingBy(Queued::target)).entrySet()) {
            all &= turns.get(of.getKey()).offer(of.getValue());
        }
        return all;
    }

    // What others queue

    /** Looks for what others than the committer of events have queued, here or in other processes, and on request what is in doubt. */
    void lookAround(boolean atDoubts) {
        awaitHandover();
        try {
            tell(() -> {
                var doubtful = atDoubts ? doubts.upto(Long.MAX_VALUE) : List.<Span>of();
                wantNews();
                doubtful.forEach(this::wantOnly);
            });
        } catch (LedgerUnavailableException e) {
            LOG.atWarn().log("not looked for what other processes queue: {}", e.getMessage());
        }
        lookAll();
    }

    /** All lanes have looked for what may have been missed. Called by one thread. */
    void swept() {
        doubts.swept();
    }

    private void tell(Runnable what) {
        telling.lock();
        try {
            what.run();
        } finally {
            telling.unlock();
        }
    }

    private void lookAll() {
        turns.values().forEach(Turn::look);
    }

    /**
     * A commit is about to queue packets with these sequences, all of them for these lanes: once it is seen, the others have nothing to
     * look for.
     */
    void announce(Span sequences, Set<Integer> targets) {
        announced = new Announced(sequences, targets);
    }

    private void wantNews() {
        var known = announced;
        var unknown = new ArrayList<Span>();
        for (var span : ledger.news()) {
            if (known != null && known.sequences.equals(span)) {
                wantAll(unknown); // was accepted before
                unknown.clear();
                wantDoubtful(span);
                known.targets.forEach(target -> turns.get(target).want(span));
            } else {
                unknown.add(span);
            }
        }
        wantAll(unknown);
    }

    private void wantAll(List<Span> spans) {
        spans.stream().reduce(Span::over).ifPresent(this::want);
    }

    /** Asks until the database answers, which has just committed something: that must not overtake what others have queued. */
    private void newsForSure() {
        while (!closed) {
            try {
                wantNews();
                return;
            } catch (LedgerUnavailableException e) {
                LOG.atWarn().log("what is committed waits for what other processes have queued: {}", e.getMessage());
            }
            try {
                timer.sleep(NEWS_PAUSE);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    /** After what is in doubt and has lower sequences: somebody else may have recognised it. */
    private void want(Span sequences) {
        wantDoubtful(sequences);
        wantOnly(sequences);
    }

    private void wantDoubtful(Span before) {
        doubts.upto(before.low() - 1).forEach(this::wantOnly);
    }

    private void wantOnly(Span sequences) {
        turns.values().forEach(turn -> turn.want(sequences));
    }

    /** What was committed here just before has lower sequences than what is found next: it is handed over first. */
    private void awaitHandover() {
        var underWay = expected;
        long begun = timer.nanos();
        var pause = HANDOVER_LOOK;
        try {
            while (underWay != null && underWay.equals(expected) && timer.nanos() - begun < HANDOVER.toNanos()) {
                timer.sleep(pause);
                pause = pause.compareTo(NEWS_PAUSE) < 0 ? pause.multipliedBy(2) : NEWS_PAUSE;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Nothing is waited for any more. */
    void close() {
        closed = true;
    }
}
