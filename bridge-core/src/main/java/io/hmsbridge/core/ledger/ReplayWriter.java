package io.hmsbridge.core.ledger;

import io.hmsbridge.core.json.ExactJson;
import io.hmsbridge.core.ledger.Journal.Place;
import io.hmsbridge.core.ledger.ReplayJob.State;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;

/**
 * Does the work of replays, a commit at a time: puts packets into the outbox and notes how far it has come, both or neither. Safe to
 * use from many threads, one of which commits at a time.
 */
public final class ReplayWriter implements AutoCloseable {

    /** Bytes of content in one commit, about. */
    static final long MOST_CONTENT = 8L * 1024 * 1024;

    private static final Duration PREPARING = Duration.ofMinutes(30);

    /** Numbers that are looked through in one transaction for what was accepted meanwhile. */
    private static final long SCAN = 100_000;

    private static final String TOOK_TOO_LONG = "57014";

    /** How packets are made and vetted by what is in force now; governance may have nothing to say. */
    public record Ways(Remapping mapping, Optional<Vetting> vetting) {

        Vetting.Vetted vet(Vetting.Asked asked) {
            return vetting.map(v -> v.vet(asked))
                    .orElseGet(() -> new Vetting.Vetted.Passed(asked.key(), asked.content(),
                            ExactJson.write(asked.content()), Governed.NONE));
        }
    }

    /**
     * One step.
     *
     * @param targets those for which packets were put into the outbox
     * @param packets how many these are
     * @param scheduled whether others wait for their effective date
     * @param more whether there is more to do
     */
    public record Advanced(Set<String> targets, long packets, boolean scheduled, boolean more) {}

    /** How far a replay has come. */
    record Progress(long low, long high, long position, long scanned) {}

    /** What a step does between its beginning and its end. */
    interface Step {

        /** How many numbers it may need, at most. */
        int packets();

        /** The last event that it deals with. */
        long upto();

        void decide(Handle handle, ReplayCommit commit);
    }

    /** The replay is not this process's, or goes on no more. */
    private static final class NotOurs extends RuntimeException {

        private static final long serialVersionUID = 1L;

        NotOurs() {
            super("the replay has ended, or another process has it", null, false, false);
        }
    }

    /** While the step was under way, something was accepted that may have overtaken its packets. */
    private static final class Late extends RuntimeException {

        private static final long serialVersionUID = 1L;

        Late() {
            super("packets of the same keys were accepted meanwhile", null, false, false);
        }
    }

    private final DeadPackets.Asking asking;
    private final Database database;
    private final Journal journal;
    private final int node;
    private final ReentrantLock oneAtATime = new ReentrantLock();

    ReplayWriter(DeadPackets.Asking asking, Database database, Journal journal, int node) {
        this.asking = asking;
        this.database = database;
        this.journal = journal;
        this.node = node;
    }

    /**
     * Finds out what may have overtaken the packets of a replay. Reads the ledger from the window's beginning on: seconds for a
     * million packets.
     */
    public void prepare(ReplayJob job, Ways ways) {
        long newest = asking.ask(h -> h.inTransaction(t -> draw(t, 1)))[0];
        try (var connection = database.connect(PREPARING)) {
            Jdbi.create(connection).useTransaction(h -> {
                var progress = progress(h, job.id(), State.PREPARING).orElseThrow(NotOurs::new);
                h.execute("set local statement_timeout = " + PREPARING.toMillis());
                h.createQuery(Sql.SUMMARIZE.text()).mapTo(Long.class).one(); // what was added lately is read quickly then
                h.execute("set local jit = off");
                ByRange.in(h);
                if (!job.replay().withOvertaken()) {
                    h.createUpdate(Sql.REPLAY_PREPARE.text()).bind("job", job.id()).bind("low", progress.low)
                            .bind("high", progress.high).bind("scanned", newest).bind("all", job.replay().remapped())
                            .execute();
                }
                if (job.replay().isOfLatest()) {
                    new LatestPerKey(h, job, ways).note(progress);
                }
                int begun = h.createUpdate("update replay_job set state = 1, scanned = :newest"
                        + " where id = :job and state = 0 and owner = :node")
                        .bind("newest", newest).bind("job", job.id()).bind("node", node).execute();
                if (begun == 0) {
                    throw new NotOurs();
                }
            });
        } catch (NotOurs _) {
            // found out by whoever asks next
        } catch (SQLException e) {
            throw new LedgerUnavailableException("the database does not answer: " + e.getMessage(), e);
        } catch (JdbiException e) {
            var failure = Failure.of(e);
            if (failure.state().equals(TOOK_TOO_LONG)) {
                throw new UnacceptableException(
                        "what has overtaken its packets was not found out in %d minutes: ask for"
                                .formatted(PREPARING.toMinutes()) + " a shorter window",
                        e);
            }
            throw failure.isOfTheData() ? new UnacceptableException("the database refused: " + failure.line(), e)
                    : failure.unavailable();
        }
    }

    /**
     * Does the next step of a replay.
     *
     * @param limit the most packets to queue
     * @return empty if this process does not run it any more
     */
    public Optional<Advanced> advance(ReplayJob job, int limit, Ways ways) {
        var running = asking.ask(h -> progress(h, job.id(), State.RUNNING));
        if (running.isEmpty()) {
            return Optional.empty();
        }
        var progress = running.get();
        // In a transaction, so that rows come as they are taken, not all at once.
        var step = asking.ask(h -> InOrder.<Step>read(h,
                t -> job.replay().remapped() ? RemapStep.of(t, job, progress, limit, ways)
                        : AsSentStep.of(t, job, progress, limit, ways)));
        oneAtATime.lock();
        try {
            return Optional.of(step.packets() == 0 ? commit(job, progress, step, _ -> new long[0])
                    : commit(job, progress, step));
        } catch (NotOurs _) {
            return Optional.empty();
        } finally {
            oneAtATime.unlock();
        }
    }

    /** Once without holding anyone up; if something came in between, once more while nothing is accepted. */
    private Advanced commit(ReplayJob job, Progress progress, Step step) {
        long[] numbers = asking.ask(h -> h.inTransaction(t -> draw(t, step.packets())));
        var caughtUp = job.replay().withOvertaken() ? progress : catchUp(job, progress, numbers[0]);
        try {
            return commit(job, caughtUp, step, _ -> numbers);
        } catch (Late _) {
            return commit(job, caughtUp, step, h -> draw(h, step.packets()));
        }
    }

    /** Looks through most of what was accepted since the last step, piece by piece. */
    private Progress catchUp(ReplayJob job, Progress progress, long upto) {
        long scanned = progress.scanned;
        for (; upto - scanned > SCAN; scanned += SCAN) {
            long from = scanned;
            asking.ask(h -> h.inTransaction(t -> {
                scan(t, job, from, from + SCAN);
                advance(t, job.id(), progress.position, progress.position, from + SCAN, ReplayJob.Counts.NONE);
                return true;
            }));
        }
        return new Progress(progress.low, progress.high, progress.position, scanned);
    }

    private static void scan(Handle handle, ReplayJob job, long scanned, long upto) {
        handle.createUpdate(Sql.REPLAY_SCAN.text()).bind("job", job.id()).bind("scanned", scanned).bind("upto", upto)
                .execute();
    }

    /** Numbers after which nothing is accepted under a lower one: what could overtake these is to be seen from here on. */
    static long[] draw(Handle handle, int count) {
        long[] numbers = numbers(handle, count);
        ReplayJobs.raiseFloor(handle, numbers[count - 1]);
        return numbers;
    }

    static long[] numbers(Handle handle, int count) {
        return handle.createQuery(Sql.NUMBERS.text()).bind("count", count)
                .map((row, _) -> Rows.longs(row, "numbers")).one();
    }

    private Advanced commit(ReplayJob job, Progress progress, Step step, Function<Handle, long[]> numbers) {
        var tried = new ReplayCommit[1]; // what landed may be known only from here
        journal.commit((h, place) -> h.inTransaction(t -> {
            long[] drawn = numbers.apply(t);
            tried[0] = new ReplayCommit(drawn);
            return write(t, place, job, progress, step, drawn, tried[0]);
        }), _ -> true);
        var done = tried[0];
        return new Advanced(done.targets(), done.counts().queued(), done.counts().scheduled() > 0,
                step.upto() < progress.high);
    }

    private boolean write(Handle handle, Place place, ReplayJob job, Progress progress, Step step, long[] numbers,
            ReplayCommit commit) {
        long scanned = numbers.length == 0 ? progress.scanned : numbers[numbers.length - 1];
        boolean asks = !job.replay().withOvertaken();
        if (scanned > progress.scanned && asks) {
            scan(handle, job, progress.scanned, scanned);
        }
        if (step.packets() > 0) {
            step.decide(handle, commit);
        }
        var leaves = new Leaves();
        commit.write(handle, place, leaves);
        advance(handle, job.id(), progress.position, step.upto(), scanned, commit.counts());
        if (step.upto() >= progress.high) {
            ReplayJobs.end(handle, job.id(), State.DONE, "");
        }
        var queued = Optional.ofNullable(commit.queued());
        handle.createUpdate("insert into batch (stream, n, root, count, low, high)"
                + " values (:stream, :n, :root, :count, :low, :high)")
                .bind("stream", place.stream()).bind("n", place.n()).bind("root", leaves.root())
                .bind("count", commit.leaves()).bind("low", queued.map(Span::low).orElse(null))
                .bind("high", queued.map(Span::high).orElse(null)).execute();
        if (asks && queued.isPresent()) {
            handle.execute("lock table number_floor in share row exclusive mode"); // nothing is accepted until we are through
            if (commit.isLate(handle, scanned)) {
                throw new Late();
            }
        }
        return true;
    }

    private void advance(Handle handle, long job, long from, long upto, long scanned, ReplayJob.Counts counts) {
        var _ = handle.createQuery(Sql.REPLAY_ADVANCE.text()).bind("job", job).bind("node", node).bind("position", from)
                .bind("upto", upto).bind("scanned", scanned).bind("queued", counts.queued())
                .bind("revised", counts.revised()).bind("overtaken", counts.overtaken())
                .bind("waiting", counts.waiting()).bind("blocked", counts.blocked())
                .bind("unchanged", counts.unchanged()).bind("failed", counts.failed()).bind("had", counts.had())
                .bind("scheduled", counts.scheduled())
                .mapTo(long.class).findOne().orElseThrow(NotOurs::new);
    }

    private Optional<Progress> progress(Handle handle, long job, State state) {
        return handle.createQuery("select low, high, position, scanned from replay_job"
                + " where id = :job and state = :state and owner = :node")
                .bind("job", job).bind("state", state.ordinal()).bind("node", node)
                .map((row, _) -> new Progress(row.getLong("low"), row.getLong("high"), row.getLong("position"),
                        row.getLong("scanned")))
                .findOne();
    }

    @Override
    public void close() {
        journal.close();
    }
}
