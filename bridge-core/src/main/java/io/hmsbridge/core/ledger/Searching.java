package io.hmsbridge.core.ledger;

import io.hmsbridge.core.ledger.DeadPackets.Asking;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.argument.Argument;
import org.jdbi.v3.core.statement.Query;

/**
 * Looks for packets, the newest first, in one stretch of events after the other: short ones at first, so that what is frequent is found at
 * once, and longer ones while nothing comes of them. After a while it answers with what there is and where to look on. Safe to use
 * from many threads.
 */
final class Searching {

    private static final long FIRST_STRETCH = 5_000;
    private static final long LONGEST_STRETCH = 1_000_000;
    private static final int GROWTH = 4;
    /** A stretch that takes longer is long enough. */
    private static final long LONG_ENOUGH = Duration.ofMillis(10).toNanos();
    /** After so long no other stretch is begun. */
    private static final long ENOUGH = Duration.ofMillis(40).toNanos();

    private static final Comparator<Place> NEWEST_FIRST = Comparator.comparingLong(Place::event).reversed()
            .thenComparingInt(Place::target).thenComparingInt(Place::part)
            .thenComparing(Comparator.comparingInt(Place::rev).reversed());

    private final Asking asking;

    /** Where a packet is. */
    private record Place(long event, int target, int part, int rev) {}

    Searching(Asking asking) {
        this.asking = asking;
    }

    /**
     * @param before of events older than this one
     * @param limit the most to find; more of an event that has more by itself are left out
     */
    Found<Long> search(PacketSearch search, long before, int limit) {
        return asking.ask(handle -> handle.inTransaction(h -> {
            h.execute("set local plan_cache_mode = force_custom_plan");
            return new Search(h, search).run(before, limit);
        }));
    }

    /** One search. */
    private static final class Search {

        private final Handle handle;
        private final PacketSearch search;
        private final int target;

        Search(Handle handle, PacketSearch search) {
            this.handle = handle;
            this.search = search;
            target = search.target().isEmpty() ? 0
                    : handle.createQuery("select target from lane where name = :name").bind("name", search.target())
                            .mapTo(int.class).findOne().orElse(-1);
        }

        Found<Long> run(long before, int limit) {
            long begin = System.nanoTime();
            long oldest = end("min");
            long high = Math.min(before - 1, end("max"));
            long stretch = FIRST_STRETCH;
            var found = new ArrayList<PacketView>();
            while (high >= oldest && found.size() < limit && System.nanoTime() - begin < ENOUGH) {
                long low = Math.max(oldest, high - stretch + 1);
                long asked = System.nanoTime();
                int wanted = limit - found.size();
                var places = places(low, high, wanted + 1);
                boolean more = places.size() > wanted;
                var page = more ? wholeEvents(places) : places;
                if (more && page.isEmpty()) {
                    if (!found.isEmpty()) {
                        break; // the event is for the next page
                    }
                    page = places.subList(0, wanted);
                }
                found.addAll(views(page));
                high = more ? page.getLast().event - 1 : low - 1;
                if (!more && System.nanoTime() - asked < LONG_ENOUGH) {
                    stretch = Math.min(stretch * GROWTH, LONGEST_STRETCH);
                }
            }
            return new Found<>(found, high < oldest ? Optional.empty() : Optional.of(high + 1));
        }

        private long end(String which) {
            return handle.createQuery("select coalesce(" + which + "(id), 0) from event").mapTo(long.class).one();
        }

        /** Leaves out the last event, which may be cut. */
        private static List<Place> wholeEvents(List<Place> places) {
            long last = places.getLast().event;
            return places.stream().filter(place -> place.event != last).toList();
        }

        private List<Place> places(long low, long high, int limit) {
            if (!search.key().isEmpty()) {
                return places(ofEvents(Sql.SEARCH_KEY).bind("key", search.key()), low, high, limit);
            }
            if (search.isOfAnyState()) {
                return places(handle.createQuery(Sql.SEARCH.text()), low, high, limit);
            }
            return Stream.concat(waiting(low, high, limit), ended(low, high, limit)).distinct().sorted(NEWEST_FIRST)
                    .limit(limit).toList();
        }

        private Stream<Place> waiting(long low, long high, int limit) {
            var states = search.states().stream().flatMap(state -> state.outboxCode().stream().boxed())
                    .toArray(Integer[]::new);
            boolean scheduled = search.states().contains(PacketState.SCHEDULED);
            return states.length == 0 && !scheduled ? Stream.empty()
                    : places(array(ofEvents(Sql.SEARCH_WAITING), "states", states)
                            .bind("scheduled", scheduled), low, high, limit).stream();
        }

        private Stream<Place> ended(long low, long high, int limit) {
            var outcomes = search.states().stream().flatMap(state -> Outcome.endingAs(state).stream())
                    .map(Outcome::code).toArray(Integer[]::new);
            return outcomes.length == 0 ? Stream.empty()
                    : places(array(handle.createQuery(Sql.SEARCH_ENDED.text()), "outcomes", outcomes), low, high,
                            limit).stream();
        }

        /** One that looks events up where something is asked of them. */
        private Query ofEvents(Sql statement) {
            return handle.createQuery(statement.text()).bind("anyEvent",
                    search.type().isEmpty() && search.from() == null && search.to() == null);
        }

        private static Query array(Query query, String name, Integer[] codes) {
            return query.bind(name, (Argument) (position, sql, _) -> sql.setObject(position, codes));
        }

        private List<Place> places(Query query, long low, long high, int limit) {
            return query.bind("low", low).bind("high", high).bind("target", target).bind("type", search.type())
                    .bind("from", Optional.ofNullable(search.from()).orElse(Instant.EPOCH).atOffset(ZoneOffset.UTC))
                    .bind("to", search.to() == null ? null : search.to().atOffset(ZoneOffset.UTC))
                    .bind("limit", limit)
                    .map((row, _) -> new Place(row.getLong("event"), row.getInt("target"), row.getInt("part"),
                            row.getInt("rev")))
                    .list();
        }

        /** What they are now, which may have changed since they were found. */
        private List<PacketView> views(List<Place> places) {
            return places.isEmpty() ? List.of()
                    : new Columns<>(places).longs("events", Place::event).ints("targets", Place::target)
                            .ints("parts", Place::part).ints("revs", Place::rev)
                            .bindTo(handle.createQuery(Sql.PACKETS_FOUND.text())).map((row, _) -> Rows.view(row))
                            .filter(packet -> search.states().contains(packet.state())).list();
        }
    }
}
