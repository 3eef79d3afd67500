package io.hmsbridge.core.ledger;

import io.hmsbridge.core.ledger.Entry.Died;
import io.hmsbridge.core.ledger.Entry.Ended;
import io.hmsbridge.core.ledger.Entry.Held;
import io.hmsbridge.core.ledger.Entry.Parked;
import io.hmsbridge.core.ledger.Journal.Place;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** Records deliveries and what becomes of their outbox rows: one statement, one commit. Used by one thread. */
final class DeliveryWriter {

    private record Delivery(Queued packet, long epoch, int attempt, Outcome outcome, int millis, String detail) {}

    private record Parking(Queued packet, int state, int tries, Long delay, long waited, String detail) {}

    private final Journal journal;
    private final Recent recent;

    DeliveryWriter(Journal journal, Recent recent) {
        this.journal = journal;
        this.recent = recent;
    }

    void record(List<Entry> entries) {
        journal.commit((h, place) -> {
            record(h, place, entries);
            return Optional.of(place);
        }, _ -> Optional.<Place>empty()).ifPresent(place -> recent.recorded(place, entries));
    }

    private void record(Handle handle, Place place, List<Entry> entries) {
        var epochs = new LinkedHashMap<Integer, Long>();
        var deliveries = new ArrayList<Delivery>(entries.size());
        var gone = new ArrayList<Queued>(entries.size());
        var parked = new LinkedHashMap<Object, Parking>();
        for (var entry : entries) {
            epochs.put(entry.packet().target(), entry.epoch());
            switch (entry) {
                case Ended e -> {
                    deliveries
                            .add(new Delivery(e.packet(), e.epoch(), e.attempt(), e.outcome(), e.millis(), e.detail()));
                    gone.add(e.packet());
                    if (!parked.isEmpty()) {
                        parked.remove(row(e));
                    }
                }
                case Parked p -> {
                    deliveries
                            .add(new Delivery(p.packet(), p.epoch(), p.attempt(), p.outcome(), p.millis(), p.detail()));
                    parked.put(row(p), new Parking(p.packet(), PacketState.RETRY_CODE, p.attempt(),
                            p.delay().toMillis(), p.waited(), p.detail()));
                }
                case Died d -> {
                    deliveries
                            .add(new Delivery(d.packet(), d.epoch(), d.attempt(), d.outcome(), d.millis(), d.detail()));
                    parked.put(row(d), new Parking(d.packet(), PacketState.DEAD_CODE, d.attempt(), null,
                            d.packet().waited(), d.detail()));
                }
                case Held h -> parked.put(row(h),
                        new Parking(h.packet(), PacketState.HELD_CODE, h.packet().tries(), null, h.packet().waited(),
                                null));
            }
        }
        var leaves = new Leaves();
        deliveries.forEach(d -> leaves.add(d.packet, d.epoch, d.attempt, d.outcome, d.millis, d.detail));
        var query = handle.createQuery(Sql.RECORD.text()).bind("stream", place.stream()).bind("n", place.n())
                .bind("root", leaves.root())
                .bind("count", deliveries.size());
        new Columns<>(List.copyOf(epochs.entrySet())).ints("lanes", e -> e.getKey()).longs("epochs", e -> e.getValue())
                .bindTo(query);
        new Columns<>(deliveries).longs("events", d -> d.packet.id().event()).ints("targets", d -> d.packet.target())
                .ints("parts", d -> d.packet.id().part()).ints("revs", d -> d.packet.id().revision())
                .ints("tries", Delivery::attempt)
                .longs("laneEpochs", Delivery::epoch).ints("outcomes", d -> d.outcome.code())
                .ints("ms", Delivery::millis).texts("details", Delivery::detail)
                .bindTo(query);
        new Columns<>(gone).ints("goneTargets", Queued::target).longs("goneSequences", Queued::sequence)
                .ints("goneParts", q -> q.id().part()).ints("goneRevs", q -> q.id().revision()).bindTo(query);
        new Columns<>(List.copyOf(parked.values())).ints("parkedTargets", p -> p.packet.target())
                .longs("parkedSequences", p -> p.packet.sequence())
                .ints("parkedParts", p -> p.packet.id().part()).ints("parkedRevs", p -> p.packet.id().revision())
                .ints("parkedStates", Parking::state)
                .ints("parkedTries", Parking::tries)
                .nullableLongs("delays", Parking::delay).longs("waits", Parking::waited)
                .texts("parkedDetails", Parking::detail).bindTo(query);
        query.mapTo(boolean.class).one();
    }

    /** Within one commit a packet's last word counts. */
    private static Object row(Entry entry) {
        return List.of(entry.packet().target(), entry.packet().position());
    }
}
