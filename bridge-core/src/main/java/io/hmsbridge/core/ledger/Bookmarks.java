package io.hmsbridge.core.ledger;

import io.hmsbridge.core.json.ExactJson;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jdbi.v3.core.argument.Argument;

/**
 * How far those have come who read {@link Transitions} for the bridge itself: kept in the ledger, so that they go on where they were
 * after a restart, and restored along with it. A bookmark has one holder at a time, who loses it by keeping nothing for half a
 * minute. Safe to use from many threads.
 */
public final class Bookmarks {

    private final DeadPackets.Asking asking;
    private final String incarnation;

    /**
     * Where an event came from.
     *
     * @param extensions the attributes that it came with beside those of CloudEvents
     */
    public record Origin(String source, String id, Map<String, Object> extensions) {}

    Bookmarks(DeadPackets.Asking asking, String incarnation) {
        this.asking = asking;
        this.incarnation = incarnation;
    }

    /**
     * Takes a bookmark.
     *
     * @param first where to begin if there is none of this name
     * @return where to read on; empty if another one holds it
     */
    public Optional<Bookmark> claim(String name, String holder, Supplier<Bookmark> first) {
        var begin = first.get().text();
        return asking.ask(h -> h.createQuery(Sql.BOOKMARK_CLAIM.text()).bind("name", name).bind("holder", holder)
                .bind("mark", begin).mapTo(String.class).findOne()).map(this::ours);
    }

    /** Keeps how far its holder has come. Says whether they hold it still. */
    public boolean keep(String name, String holder, Bookmark mark) {
        return asking.ask(h -> h.createUpdate(Sql.BOOKMARK_KEEP.text()).bind("name", name).bind("holder", holder)
                .bind("mark", mark.text()).execute()) == 1;
    }

    /** Where these events came from, by number; without those that the ledger does not keep any more. */
    public Map<Long, Origin> origins(Collection<Long> events) {
        var numbers = events.stream().mapToLong(Long::longValue).distinct().toArray();
        return asking.ask(h -> h.createQuery(Sql.ORIGINS.text())
                .bind("events", (Argument) (position, sql, _) -> sql.setObject(position, numbers))
                .map((row, _) -> Map.entry(row.getLong("id"), new Origin(row.getString("source"),
                        row.getString("ext_id"), extensions(row.getString("extensions")))))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue)));
    }

    /** It was restored with the rows that it speaks of, so it holds for them whatever the ledger is called since. */
    private Bookmark ours(String text) {
        var mark = Bookmark.parse(text)
                .orElseThrow(() -> new IllegalStateException("no bookmark was kept, but " + text));
        return new Bookmark(incarnation, mark.floor(), mark.read());
    }

    @SuppressWarnings("unchecked") // extensions are an object
    private static Map<String, Object> extensions(String json) {
        return json == null ? Map.of() : (Map<String, Object>) ExactJson.read(json);
    }
}
