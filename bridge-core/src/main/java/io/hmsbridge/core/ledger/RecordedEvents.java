package io.hmsbridge.core.ledger;

import io.hmsbridge.api.Event;
import java.sql.Types;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.OptionalLong;
import java.util.function.Predicate;

/** Accepted events as the ledger has them. Reads them one by one, however many there are. */
public final class RecordedEvents {

    /** Rows that are in memory at once. */
    private static final int FETCHED = 50;

    private final DeadPackets.Asking database;

    RecordedEvents(DeadPackets.Asking database) {
        this.database = database;
    }

    /** An event and its number. */
    public record Recorded(long number, Event event) {}

    /**
     * Reads events in the order of their numbers.
     *
     * @param numbers which; of these those that were accepted in {@code [from, to)}
     * @param limit the most to read
     * @param reader is handed one after the other, and says whether to go on
     * @return the number of the last one that was read; empty if there is none after it
     */
    public OptionalLong read(Span numbers, Instant from, Instant to, int limit, Predicate<Recorded> reader) {
        return database.ask(handle -> handle.inTransaction(t -> {
            try (var rows = t.createQuery(Sql.REPLAY_EVENTS.text()).bind("position", numbers.low() - 1)
                    .bind("high", numbers.high()).bind("from", from.atOffset(ZoneOffset.UTC))
                    .bind("to", to.atOffset(ZoneOffset.UTC)).bind("type", "").bindNull("latestOf", Types.BIGINT)
                    .bind("limit", limit)
                    .setFetchSize(FETCHED).map((row, _) -> new Recorded(row.getLong("id"), Rows.source(row)))
                    .iterator()) {
                int read = 0;
                while (rows.hasNext()) {
                    var recorded = rows.next();
                    read++;
                    if (!reader.test(recorded) || read == limit) {
                        return OptionalLong.of(recorded.number());
                    }
                }
                return OptionalLong.empty();
            }
        }));
    }
}
