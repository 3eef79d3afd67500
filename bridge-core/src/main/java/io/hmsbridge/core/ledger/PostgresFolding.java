package io.hmsbridge.core.ledger;

import java.util.Collection;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.argument.Argument;

/** Folding in PostgreSQL, by its locks. */
final class PostgresFolding implements Folding, AutoCloseable {

    private static final int FETCH = 1_000;
    private static final int FETCH_CONTENTS = 50;

    private final DeadPackets.Asking asking;
    private final Journal journal;
    private final ReentrantLock oneAtATime = new ReentrantLock();

    PostgresFolding(DeadPackets.Asking asking, Journal journal) {
        this.asking = asking;
        this.journal = journal;
    }

    @Override
    public void waiting(int target, Collection<Long> keys, Consumer<Standing> each) {
        var only = keys == null ? null : keys.stream().mapToLong(Long::longValue).toArray();
        asking.ask(h -> h.inTransaction(t -> {
            try (var rows = t.createQuery(Sql.FOLD_WAITING.text()).bind("target", target)
                    .bind("keys", (Argument) (p, sql, _) -> sql.setObject(p, only)).setFetchSize(FETCH)
                    .map((row, _) -> new Standing(new Position(row.getLong("sequence"), row.getInt("part")),
                            row.getLong("key_hash")))
                    .iterator()) {
                rows.forEachRemaining(each);
            }
            return true;
        }));
    }

    @Override
    public Folded fold(int target, String name, long epoch, List<Foldable> places) {
        oneAtATime.lock();
        try {
            var tried = new FoldCommit[1]; // what landed may be known only from here
            boolean folded = journal.commit((h, place) -> h.inTransaction(t -> {
                tried[0] = fold(t, target, name, epoch, places);
                return tried[0].write(t, place, target);
            }), _ -> true);
            return folded ? tried[0].folded() : Folded.NOTHING;
        } catch (NothingToFold _) {
            return Folded.NOTHING;
        } finally {
            oneAtATime.unlock();
        }
    }

    @Override
    public List<Queued> tighten(long epoch, List<Tightened> packets) {
        oneAtATime.lock();
        try {
            int target = packets.getFirst().packet().target();
            var tried = new FoldCommit[1]; // what landed may be known only from here
            var _ = journal.commit((h, place) -> h.inTransaction(t -> {
                tried[0] = tighten(t, target, epoch, packets);
                return tried[0].write(t, place, target);
            }), _ -> true);
            return tried[0].folded().revised();
        } finally {
            oneAtATime.unlock();
        }
    }

    private static FoldCommit tighten(Handle handle, int target, long epoch, List<Tightened> packets) {
        var query = handle.createQuery(Sql.REVISIONS.text()).bind("target", target);
        new Columns<>(packets).longs("events", one -> one.packet().id().event())
                .ints("parts", one -> one.packet().id().part()).bindTo(query);
        var latest = query.mapTo(int.class).list().iterator();
        var commit = new FoldCommit(epoch, "vetted again: ");
        packets.forEach(one -> commit.tighten(one.packet(), one.vetted(), latest.next()));
        return commit;
    }

    private static FoldCommit fold(Handle handle, int target, String name, long epoch, List<Foldable> places) {
        var commit = new FoldCommit(epoch, "coalesced into ");
        var query = handle.createQuery(Sql.FOLD_LOCK.text()).bind("target", target).setFetchSize(FETCH_CONTENTS);
        new Columns<>(places).longs("sequences", f -> f.position().sequence()).ints("parts", f -> f.position().part())
                .ints("stretches", Foldable::stretch).bindTo(query);
        try (var rows = query.map((row, _) -> {
            if (row.getInt("state") == PacketState.RETRY_CODE) {
                commit.end(); // its target may have it
            } else {
                commit.meet(row.getInt("stretch"), Rows.queued(row, name), row.getInt("latest"));
            }
            return true;
        }).iterator()) {
            rows.forEachRemaining(_ -> {});
        }
        commit.end();
        if (commit.isEmpty()) {
            throw new NothingToFold();
        }
        return commit;
    }

    /** The places have changed since they were looked at. */
    private static final class NothingToFold extends RuntimeException {

        private static final long serialVersionUID = 1L;

        NothingToFold() {
            super("nothing is to be folded", null, false, false);
        }
    }

    @Override
    public void close() {
        journal.close();
    }
}
