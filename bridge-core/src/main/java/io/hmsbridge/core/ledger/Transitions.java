package io.hmsbridge.core.ledger;

import io.hmsbridge.core.ledger.Journal.Place;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.argument.Argument;
import org.jdbi.v3.core.statement.Query;

/**
 * What has become of packets, as the ledger has it: each packet that was made, each attempt, each end, of all processes. Who reads on
 * from a bookmark misses none and reads none twice, however long ago it was; but for what the ledger does not keep any more. What waits
 * without an attempt (a packet that is held for another one of its key) leaves no row. Safe to use from many threads.
 */
public final class Transitions {

    /** The most commits in one step. */
    private static final int COMMITS = 200;
    /** A step ends with the commit that reaches so many rows. */
    private static final int ROWS = 2_000;
    /** So many, where no packet needs to be looked up. */
    private static final int KNOWN_ROWS = 10_000;

    private final DeadPackets.Asking asking;
    private final String incarnation;
    private final Recent recent;

    /**
     * A commit.
     *
     * @param at when it began, by the database's clock
     * @param mark where to read on after it
     * @param packets what became of which; those of one packet in order
     */
    public record Commit(int stream, long n, Instant at, Bookmark mark, List<PacketView> packets) {}

    Transitions(DeadPackets.Asking asking, String incarnation, Recent recent) {
        this.asking = asking;
        this.recent = recent;
        this.incarnation = incarnation;
    }

    /** How far those have come who read for the bridge itself. */
    public Bookmarks bookmarks() {
        return new Bookmarks(asking, incarnation);
    }

    /** Past all that has been committed by now. */
    public Bookmark now() {
        var read = new TreeMap<Integer, Long>();
        asking.ask(h -> h.createQuery(Sql.TRANSITION_HEADS.text())
                .map((row, _) -> read.put(row.getInt("stream"), row.getLong("n"))).list());
        return new Bookmark(incarnation, read.isEmpty() ? 0 : read.firstKey(), read);
    }

    /** Whether it is one of this ledger: not of another one, nor of before it was restored. */
    public boolean knows(Bookmark mark) {
        return mark.incarnation().equals(incarnation);
    }

    /** The next commits, in the order in which they began; none if there are no more yet. */
    public List<Commit> after(Bookmark mark) {
        var known = recent.after(mark);
        return asking.ask(h -> fromMemory(h, mark, known).orElseGet(() -> fromLedger(h, mark, known)));
    }

    /**
     * Most of the time there is nothing, or all that is next was committed here just before: no packet needs to be looked up. Empty if
     * one does.
     */
    private static Optional<List<Commit>> fromMemory(Handle handle, Bookmark mark,
            Map<Place, List<PacketView>> known) {
        var commits = ahead(handle.createQuery(Sql.TRANSITIONS_AHEAD.text()), mark).bind("rows", KNOWN_ROWS)
                .scanResultSet((rows, _) -> heads(mark, rows.get(), known));
        return Optional.of(commits)
                .filter(all -> all.stream().allMatch(commit -> known.containsKey(new Place(commit.stream, commit.n))));
    }

    private static List<Commit> fromLedger(Handle handle, Bookmark mark, Map<Place, List<PacketView>> known) {
        return ahead(new Columns<>(List.copyOf(known.keySet())).ints("knownStreams", Place::stream)
                .longs("knownNs", Place::n).bindTo(handle.createQuery(Sql.TRANSITIONS.text())), mark).bind("rows", ROWS)
                .scanResultSet((rows, _) -> commits(mark, rows.get(), known));
    }

    private static Query ahead(Query query, Bookmark mark) {
        var streams = mark.read().keySet().stream().mapToInt(Integer::intValue).toArray();
        var read = mark.read().values().stream().mapToLong(Long::longValue).toArray();
        return query.bind("floor", mark.floor())
                .bind("streams", (Argument) (position, sql, _) -> sql.setObject(position, streams))
                .bind("read", (Argument) (position, sql, _) -> sql.setObject(position, read)).bind("commits", COMMITS);
    }

    /** Whether there may be more after what {@link #after} has answered, because that is bounded. */
    public static boolean mayGoOn(List<Commit> commits) {
        return commits.size() >= COMMITS
                || commits.stream().mapToInt(commit -> commit.packets().size()).sum() >= ROWS;
    }

    private static List<Commit> heads(Bookmark mark, ResultSet rows, Map<Place, List<PacketView>> known)
            throws SQLException {
        var commits = new ArrayList<Commit>();
        while (rows.next()) {
            commits.add(head(commits.isEmpty() ? mark : commits.getLast().mark, rows, known));
        }
        return commits;
    }

    /** With what is known of it. */
    private static Commit head(Bookmark before, ResultSet row, Map<Place, List<PacketView>> known)
            throws SQLException {
        int stream = row.getInt("stream");
        long n = row.getLong("n");
        var packets = new ArrayList<>(known.getOrDefault(new Place(stream, n), List.of()));
        packets.sort(Recent.IN_ORDER);
        return new Commit(stream, n, Rows.instant(row, "at"), before.with(stream, n), packets);
    }

    private static List<Commit> commits(Bookmark mark, ResultSet rows, Map<Place, List<PacketView>> known)
            throws SQLException {
        var commits = new ArrayList<Commit>();
        while (rows.next()) {
            var last = commits.isEmpty() ? null : commits.getLast();
            if (last == null || last.stream != rows.getInt("stream") || last.n != rows.getLong("n")) {
                commits.add(head(last == null ? mark : last.mark, rows, known));
            }
            if (rows.getString("type") != null) { // else it says nothing of packets, or what it says was cut
                commits.getLast().packets.add(Rows.transition(rows));
            }
        }
        return commits;
    }
}
