package io.hmsbridge.core.ledger;

import io.hmsbridge.core.ledger.Journal.Place;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.jdbi.v3.core.Handle;

/**
 * Does what operators ask for: in one commit what is done, the act that says so, and the Merkle root over both. Safe to use
 * from many threads, one of which commits at a time.
 */
final class ActWriter implements AutoCloseable {

    /** What an act does. It runs again, from the start, if the connection is lost before the commit. */
    @FunctionalInterface
    interface Deed {

        /** @return to how many packets or targets it was done; with 0 nothing is committed */
        long in(Commit commit);
    }

    /** {@link Deed} of which only it knows what is to be said of it. */
    @FunctionalInterface
    interface Undertaking {

        /** @return empty if it came to nothing: then nothing is committed */
        Optional<Done> in(Commit commit);
    }

    /**
     * @param count to how many packets, targets or events it was done
     * @param queued the sequences that it has put into the outbox, so that other processes look for them; null for none
     */
    record Done(NewAct act, long count, Span queued) {

        Done(NewAct act, long count) {
            this(act, count, null);
        }
    }

    /**
     * A commit in the making.
     *
     * @param place for the columns {@code stream} and {@code batch} of each row that is added to the ledger
     * @param leaves takes a leaf for each such row, in the rows' order; the act's own comes last
     */
    record Commit(Handle handle, Place place, Leaves leaves) {}

    private final Journal journal;
    private final ReentrantLock oneAtATime = new ReentrantLock();
    /** Of the commit under way. */
    private Place place;

    ActWriter(Journal journal) {
        this.journal = journal;
    }

    /**
     * Commits an act.
     *
     * @return empty, and nothing is written, if the deed came to nothing
     * @throws LedgerUnavailableException if it is not known whether it was done
     */
    Optional<Act> commit(NewAct act, Deed deed) {
        return commit(making -> Optional.of(new Done(act, deed.in(making))).filter(done -> done.count != 0));
    }

    /** {@link #commit(NewAct, Deed)} of what is only known when it is done. */
    Optional<Act> commit(Undertaking undertaking) {
        oneAtATime.lock();
        try {
            return Optional.of(journal.commit((h, next) -> {
                place = next;
                return h.inTransaction(t -> write(t, undertaking));
            }, this::landed));
        } catch (NothingDone _) {
            return Optional.empty();
        } finally {
            oneAtATime.unlock();
        }
    }

    private Act write(Handle handle, Undertaking undertaking) {
        var leaves = new Leaves();
        var done = undertaking.in(new Commit(handle, place, leaves)).orElseThrow(NothingDone::new);
        var act = done.act;
        var written = handle.createQuery(Sql.ACT.text()).bind("who", act.who()).bind("kind", act.kind())
                .bind("why", act.why()).bind("detail", act.detail()).bind("count", done.count)
                .bind("stream", place.stream()).bind("n", place.n())
                .map((row, _) -> Rows.act(row)).one();
        leaves.add(written);
        var queued = Optional.ofNullable(done.queued);
        handle.createUpdate("insert into batch (stream, n, root, count, low, high)"
                + " values (:stream, :n, :root, 1, :low, :high)")
                .bind("stream", place.stream()).bind("n", place.n())
                .bind("low", queued.map(Span::low).orElse(null)).bind("high", queued.map(Span::high).orElse(null))
                .bind("root", leaves.root()).execute();
        return written;
    }

    private Act landed(Handle handle) {
        return handle.createQuery("select id, at, who, kind, why, detail, count from act"
                + " where stream = :stream and batch = :n")
                .bind("stream", place.stream()).bind("n", place.n()).map((row, _) -> Rows.act(row)).one();
    }

    @Override
    public void close() {
        journal.close();
    }

    /** Ends the transaction of a deed that came to nothing. */
    private static final class NothingDone extends RuntimeException {

        private static final long serialVersionUID = 1L;

        NothingDone() {
            super("nothing was done", null, false, false);
        }
    }
}
