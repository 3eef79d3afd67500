package io.hmsbridge.core.replay;

import io.hmsbridge.core.ledger.AlreadySeenException;
import io.hmsbridge.core.ledger.Ledger;
import io.hmsbridge.core.ledger.LedgerUnavailableException;
import io.hmsbridge.core.ledger.Replay;
import io.hmsbridge.core.ledger.ReplayJob;
import io.hmsbridge.core.ledger.ReplayWriter.Ways;
import io.hmsbridge.core.ledger.RowGoneException;
import io.hmsbridge.core.outbox.Rate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs the replays that this process has, each on a thread of its own. */
final class ReplayRunner implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ReplayRunner.class);

    /** How often to look for replays that another process has left behind. */
    private static final Duration LOOK = Duration.ofSeconds(2);

    /** Packets in one commit. */
    private static final int CHUNK = 2_500;

    /**
     * With so many queued for one of its targets, a replay waits: what is emitted now is sent after them, and would have to wait for
     * all of them.
     */
    private static final int FULL = 10_000;

    /** Where live packets go first, so few are queued before each of them: both in one commit, and waiting. */
    private static final int FEW = 100;

    /** How long a step may take to end when the bridge closes. */
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private static final Duration FULL_PAUSE = Duration.ofMillis(50);

    private final Ledger ledger;
    private final Ways ways;
    private final Runnable queued;
    private final Runnable scheduled;
    private final Semaphore woken = new Semaphore(0);
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Map<Long, Thread> running = new ConcurrentHashMap<>();
    private final Thread looking;

    ReplayRunner(Ledger ledger, Ways ways, Runnable queued, Runnable scheduled) {
        this.ledger = ledger;
        this.ways = ways;
        this.queued = queued;
        this.scheduled = scheduled;
        looking = Thread.ofVirtual().name("bridge-replays").start(this::look);
    }

    /** Looks for replays now. */
    void wake() {
        woken.release();
    }

    private void look() {
        try {
            tidy();
            while (closed.getCount() > 0) {
                claim();
                var _ = woken.tryAcquire(LOOK.toMillis(), TimeUnit.MILLISECONDS);
                woken.drainPermits();
            }
        } catch (InterruptedException e) {
            LOG.debug("told to end", e);
        }
    }

    private void claim() {
        try {
            for (long id : ledger.replays().claim(ledger.leases().term())) {
                running.computeIfAbsent(id, job -> Thread.ofVirtual().name("bridge-replay-" + job).start(() -> {
                    try {
                        run(job);
                    } finally {
                        running.remove(job);
                        tidy();
                    }
                }));
            }
        } catch (LedgerUnavailableException e) {
            LOG.atWarn().log("replays are not looked for: {}", e.getMessage());
        }
    }

    private void run(long id) {
        try {
            var job = ledger.replays().find(id).orElseThrow();
            if (job.state() == ReplayJob.State.PREPARING) {
                ledger.replayWriter().prepare(job, ways);
            }
            send(job);
        } catch (LedgerUnavailableException e) {
            LOG.atWarn().addKeyValue("replay", id).log("the replay rests: {}", e.getMessage()); // and is found again
        } catch (InterruptedException e) {
            LOG.debug("told to end", e);
        } catch (RuntimeException e) {
            LOG.atError().addKeyValue("replay", id).setCause(e).log("the replay failed");
            ledger.replays().fail(id, String.valueOf(e.getMessage()));
        }
    }

    /** Lets go of what was noted for replays that have ended. */
    private void tidy() {
        try {
            while (closed.getCount() > 0 && ledger.replays().forget()) {
                LOG.debug("let go of some of what replays have noted");
            }
        } catch (LedgerUnavailableException e) {
            LOG.atDebug().setCause(e).log("what replays have noted stays until the next one has ended");
        }
    }

    private void send(ReplayJob job) throws InterruptedException {
        var rate = Rate.parse(job.replay().rate());
        boolean liveFirst = job.replay().backfill().filter(Replay.Backfill::liveFirst).isPresent();
        int enough = liveFirst ? FEW : FULL;
        int chunk = liveFirst ? FEW : CHUNK;
        int most = rate.map(r -> Math.clamp(r.packets() * 100_000_000L / r.per().toNanos(), 1, chunk))
                .orElse(chunk);
        var targets = new HashSet<String>();
        boolean noted = false;
        long unseen = 0; // queued since it was looked at how many wait
        while (closed.getCount() > 0) {
            var full = unseen < enough / 2 ? Optional.<String>empty()
                    : ledger.replays().full(List.copyOf(targets), enough);
            if (full.isPresent()) {
                noted = noted || note(job, full.get(), enough);
                if (closed.await(FULL_PAUSE.toMillis(), TimeUnit.MILLISECONDS) || hasEnded(job)) {
                    return;
                }
                continue;
            }
            noted = false;
            unseen = unseen < enough / 2 ? unseen : 0;
            long begun = System.nanoTime();
            long packets = step(job, most, targets);
            if (packets < 0) {
                return;
            }
            unseen += packets;
            long due = rate.map(r -> begun + packets * (r.per().toNanos() / r.packets())).orElse(begun);
            if (packets > 0 && closed.await(due - System.nanoTime(), TimeUnit.NANOSECONDS)) {
                return;
            }
        }
    }

    /** Returns how many packets were queued, or less than 0 if there is nothing more to do. */
    private long step(ReplayJob job, int most, Set<String> targets) {
        try {
            var advanced = ledger.replayWriter().advance(job, most, ways);
            if (advanced.isEmpty()) {
                return -1;
            }
            var step = advanced.get();
            targets.addAll(step.targets());
            if (step.packets() > 0) {
                queued.run();
            }
            if (step.scheduled()) {
                scheduled.run();
            }
            return step.more() ? step.packets() : -1;
        } catch (AlreadySeenException | RowGoneException e) {
            LOG.atDebug().addKeyValue("replay", job.id()).setCause(e).log("an act came in between; once more");
            return 0;
        }
    }

    private boolean note(ReplayJob job, String target, int queuedFor) {
        ledger.replays().note(job.id(),
                "waits for %s, for which %,d packets are queued".formatted(target, queuedFor));
        return true;
    }

    private boolean hasEnded(ReplayJob job) {
        return ledger.replays().find(job.id()).map(j -> j.state().isTerminal()).orElse(true);
    }

    @Override
    public void close() {
        closed.countDown();
        woken.release();
        try {
            looking.join();
            for (var thread : new ArrayList<>(running.values())) {
                if (!thread.join(PATIENCE)) {
                    thread.interrupt(); // what it has not committed, the next process does
                    thread.join();
                }
            }
            ledger.replays().release();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (LedgerUnavailableException e) {
            LOG.atWarn().log("replays go on in another process once this one is missed: {}", e.getMessage());
        }
    }
}
