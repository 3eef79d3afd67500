package io.hmsbridge.core.ledger;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** Adds up what was accepted and what became of it, a slice of events at a time: each in one snapshot of the database. */
final class Balance {

    /** Events in one statement: about a second's work, and a few megabytes of the server's memory. */
    private static final long SLICE = 50_000;

    private final DeadPackets.Asking database;

    Balance(DeadPackets.Asking database) {
        this.database = database;
    }

    /**
     * Of those of these events that were accepted in a window.
     *
     * @param from null for any
     * @param to null for any
     * @param limit the most events that do not add up to name
     */
    Conserved of(Span events, Instant from, Instant to, int limit) {
        var first = Optional.ofNullable(from).orElse(Instant.EPOCH);
        var sum = Conserved.NOTHING;
        for (long low = events.low(); low <= events.high(); low += SLICE) {
            var slice = new Span(low, Math.min(events.high(), low + SLICE - 1));
            sum = sum.plus(database.ask(h -> h.inTransaction(t -> slice(t, slice, first, to, limit))), limit);
        }
        return sum;
    }

    /** The events of a window are among these; the whole ledger's are known without reading it. */
    Optional<Span> accepted(Instant from, Instant to) {
        return database.ask(h -> {
            var query = from == null && to == null
                    ? h.createQuery("select min(id) as low, max(id) as high from event")
                    : h.createQuery(Sql.WINDOW.text())
                            .bind("from", Optional.ofNullable(from).orElse(Instant.EPOCH).atOffset(ZoneOffset.UTC))
                            .bind("to", to == null ? null : to.atOffset(ZoneOffset.UTC));
            return query.map((row, _) -> row.getObject("low") == null ? Optional.<Span>empty()
                    : Optional.of(new Span(row.getLong("low"), row.getLong("high")))).one();
        });
    }

    private static Conserved slice(Handle handle, Span slice, Instant from, Instant to, int limit) {
        ByRange.in(handle);
        var rows = handle.createQuery(Sql.CONSERVED.text()).bind("low", slice.low()).bind("high", slice.high())
                .bind("from", from.atOffset(ZoneOffset.UTC)).bind("to", to == null ? null : to.atOffset(ZoneOffset.UTC))
                .bind("limit", limit)
                .map((row, _) -> new Conserved(row.getLong("events"), row.getLong("matched"), row.getLong("made"),
                        row.getLong("again"), row.getLong("ended"), row.getLong("pending"), row.getLong("dead"),
                        row.getLong("lost"), row.getLong("twice"),
                        row.getObject("event") == null ? List.of() : List.of(new Conserved.Sums(row.getLong("event"),
                                row.getLong("matched"), row.getLong("made"), row.getLong("lost"),
                                row.getLong("twice")))))
                .list();
        var sums = rows.stream().filter(row -> row.wrong().isEmpty()).findFirst().orElseThrow();
        var wrong = new ArrayList<Conserved.Sums>();
        rows.forEach(row -> wrong.addAll(row.wrong()));
        return new Conserved(sums.events(), sums.matched(), sums.made(), sums.again(), sums.ended(), sums.pending(),
                sums.dead(), sums.lost(), sums.twice(), wrong);
    }
}
