package io.hmsbridge.core.replay;

import io.hmsbridge.core.ledger.Act;
import io.hmsbridge.core.ledger.ActRefusedException;
import io.hmsbridge.core.ledger.By;
import io.hmsbridge.core.ledger.Ledger;
import io.hmsbridge.core.ledger.LedgerUnavailableException;
import io.hmsbridge.core.ledger.Replay;
import io.hmsbridge.core.ledger.ReplayJob;
import io.hmsbridge.core.ledger.ReplayPreview;
import io.hmsbridge.core.ledger.ReplayWriter.Ways;
import io.hmsbridge.core.outbox.Rate;
import io.hmsbridge.core.problem.ProblemCode;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Sends what was accepted in a window again. A replay is a job in the ledger: it survives the process, is taken over by another one
 * if this one is gone, and puts packets into the outbox in the order in which their events were accepted, at the tails of their
 * keys. Its events are frozen when it is ordered. Safe to use from many threads.
 *
 * <p>As they were sent, packets keep their idempotency keys: a target that remembers a key takes its packet for one that it has.
 * They become new revisions, with new keys, where their content differs from what was sent, and where a new key is asked for.
 *
 * <p>No field goes back to an old value: a packet is left out if newer ones of its target, sheet and key have overwritten all of
 * it, and gets the newer values if they have overwritten a part. A packet is newer if its event was accepted later; also while the
 * replay runs.
 *
 * <p>Every method throws {@link LedgerUnavailableException} when the ledger cannot answer.
 */
public final class Replays implements AutoCloseable {

    private static final Duration PREVIEW = Duration.ofMillis(900);
    /** To say how much there is to do, which is not worth a wait. */
    private static final Duration COUNT = Duration.ofMillis(250);

    private final Ledger ledger;
    private final Duration widest;
    private final ReplayRunner runner;

    /**
     * Goes on with the replays that no process alive runs.
     *
     * @param widest the longest window that may be asked for
     * @param ways how packets are made and vetted now
     * @param queued told that packets were put into the outbox
     * @param scheduled told that packets wait for their effective date
     */
    public Replays(Ledger ledger, Duration widest, Ways ways, Runnable queued, Runnable scheduled) {
        this.ledger = ledger;
        this.widest = widest;
        runner = new ReplayRunner(ledger, ways, queued, scheduled);
    }

    /**
     * What a replay would do, counted in under a second.
     *
     * @throws ActRefusedException if it cannot be done as it is asked for
     */
    public ReplayPreview preview(Replay replay) {
        check(replay);
        return ledger.replays().preview(replay, PREVIEW);
    }

    /**
     * Begins a replay, and says so in the ledger. It goes on by itself.
     *
     * @throws ActRefusedException if it cannot be done as it is asked for, or there is nothing in its window
     */
    public ReplayJob start(Replay replay, By by) {
        check(replay);
        var preview = ledger.replays().preview(replay.includingOvertaken(), COUNT);
        var total = !preview.complete() ? OptionalLong.empty()
                : OptionalLong.of(replay.remapped() ? preview.events() : preview.total() + preview.waiting());
        var job = ledger.replays().create(replay, by, total);
        runner.wake();
        return job;
    }

    /** A replay by its number; empty if there is none. */
    public Optional<ReplayJob> find(long id) {
        return ledger.replays().find(id);
    }

    /** Replays, the newest first: those with lower numbers than this. */
    public List<ReplayJob> list(long below, int limit) {
        return ledger.replays().list(below, limit);
    }

    /**
     * Ends a replay before its time. What it has put into the outbox is sent.
     *
     * @throws ActRefusedException if there is no such replay, or it has ended
     */
    public Act cancel(long id, By by) {
        return ledger.replays().cancel(id, by);
    }

    private void check(Replay replay) {
        if (replay.backfill().isEmpty() && Duration.between(replay.from(), replay.to()).compareTo(widest) > 0
                && Duration.between(replay.from(), Instant.now()).compareTo(widest) > 0) {
            throw new ActRefusedException(ProblemCode.REPLAY_REFUSED,
                    "from %s to %s is wider than the %d days that replay.max_window allows: ask for a part of it"
                            .formatted(replay.from(), replay.to(), widest.toDays()));
        }
        try {
            if (!replay.rate().isEmpty() && Rate.parse(replay.rate()).isEmpty()) {
                throw new IllegalArgumentException("the rate is a number a s, min, h or d, such as 50/s");
            }
        } catch (IllegalArgumentException e) {
            throw new ActRefusedException(ProblemCode.REPLAY_REFUSED, e.getMessage());
        }
    }

    /** Lets the replays that run here rest; they go on in the next process. */
    @Override
    public void close() {
        runner.close();
    }
}
