package io.hmsbridge.core.ledger;

import io.hmsbridge.core.ledger.Journal.Place;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jdbi.v3.core.argument.Argument;

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
        var streams = mark.read().keySet().stream().mapToInt(Integer::intValue).toArray();
        var read = mark.read().values().stream().mapToLong(Long::longValue).toArray();
        var known = recent.after(mark);
        return asking.ask(h -> new Columns<>(List.copyOf(known.keySet())).ints("knownStreams", Place::stream)
                .longs("knownNs", Place::n).bindTo(h.createQuery(Sql.TRANSITIONS.text())).bind("floor", mark.floor())
                .bind("streams", (Argument) (position, sql, _) -> sql.setObject(position, streams))
                .bind("read", (Argument) (position, sql, _) -> sql.setObject(position, read))
                .bind("commits", COMMITS).bind("rows", ROWS)
                .scanResultSet((rows, _) -> commits(mark, rows.get(), known)));
    }

    /** Whether there may be more after what {@link #after} has answered, because that is bounded. */
    public static boolean mayGoOn(List<Commit> commits) {
        return commits.size() >= COMMITS
                || commits.stream().mapToInt(commit -> commit.packets().size()).sum() >= ROWS;
    }

    private static List<Commit> commits(Bookmark mark, ResultSet rows, Map<Place, List<PacketView>> known)
            throws SQLException {
        var commits = new ArrayList<Commit>();
        while (rows.next()) {
            int stream = rows.getInt("stream");
            long n = rows.getLong("n");
            var last = commits.isEmpty() ? null : commits.getLast();
            if (last == null || last.stream != stream || last.n != n) {
                var before = last == null ? mark : last.mark;
                commits.add(new Commit(stream, n, Rows.instant(rows, "at"), before.with(stream, n),
                        new ArrayList<>(known.getOrDefault(new Place(stream, n), List.of()))));
            }
            if (rows.getString("type") != null) { // else it says nothing of packets, or what it says was cut
                commits.getLast().packets.add(Rows.transition(rows));
            }
        }
        return commits;
    }
}
