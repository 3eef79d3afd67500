package io.hmsbridge.core.ledger;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** By when packets are to be delivered, and which of these deadlines are kept. Safe to use from many threads. */
public final class Deadlines {

    /** How far each target's line is looked through at once. */
    private static final int LINE = 1_000;

    /**
     * How those of a target stand.
     *
     * @param next the next that is not past; null if there is none
     * @param endangered how many are expected to be missed
     * @param missed how many packets still wait that should have been delivered
     */
    public record Standing(Instant next, long endangered, long missed) {

        /** There are none. */
        public static final Standing NONE = new Standing(null, 0, 0);
    }

    /**
     * What has become of some.
     *
     * @param first the first of these times
     * @param event the event of one of the packets
     */
    public record Found(String target, long packets, Instant first, long event) {

        Optional<Found> some() {
            return Optional.of(this).filter(found -> found.packets > 0);
        }
    }

    /**
     * Packets that come due or are to be delivered at one moment.
     *
     * @param deadline whether they are to be delivered then, or may go from then on
     */
    public record Dated(String target, Instant at, boolean deadline, long packets) {}

    private final DeadPackets.Asking asking;

    Deadlines(DeadPackets.Asking asking) {
        this.asking = asking;
    }

    /** By target; of those that have some. */
    public Map<String, Standing> standing() {
        return asking.ask(h -> h.createQuery(Sql.DEADLINES.text())
                .map((row, _) -> Map.entry(row.getString("name"), new Standing(Rows.instant(row, "next"),
                        row.getLong("endangered"), row.getLong("missed"))))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue)));
    }

    /** What comes due, and what is to be delivered, in {@code [from, to)}, in order; the first so many moments. */
    public List<Dated> between(Instant from, Instant to, int limit) {
        return asking.ask(h -> h.createQuery(Sql.CALENDAR.text()).bind("from", from.atOffset(ZoneOffset.UTC))
                .bind("to", to.atOffset(ZoneOffset.UTC)).bind("limit", limit)
                .map((row, _) -> new Dated(row.getString("name"), Rows.instant(row, "at"), row.getBoolean("deadline"),
                        row.getLong("packets")))
                .list());
    }

    /** Forgets those of packets that have ended. Says which are past by now, each once, whichever process asks. */
    public List<Found> settle(Instant now) {
        return asking.ask(h -> h.createQuery(Sql.DEADLINE_SETTLE.text()).bind("now", now.atOffset(ZoneOffset.UTC))
                .bind("limit", LINE).map((row, _) -> new Found(row.getString("name"), row.getLong("packets"),
                        Rows.instant(row, "first"), row.getLong("event")))
                .list());
    }

    /** A target is expected to have what waits for it by then. Says which deadlines will be missed so, each once. */
    public Optional<Found> expect(String target, Instant expected) {
        return asking.ask(h -> h.createQuery(Sql.DEADLINE_EXPECT.text()).bind("target", target)
                .bind("expected", expected.atOffset(ZoneOffset.UTC)).map((row, _) -> new Found(target,
                        row.getLong("packets"), Rows.instant(row, "first"), row.getLong("event")))
                .one().some());
    }
}
