package io.hmsbridge.core.ledger;

import io.hmsbridge.core.json.ExactJson;
import io.hmsbridge.core.ledger.AlreadySeenException.Seen;
import io.hmsbridge.core.ledger.Journal.Place;
import io.hmsbridge.core.ledger.Ledger.Appended;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.argument.Argument;

/** Appends events, their packets and outbox rows: one statement, one commit. Used by one thread. */
final class EventWriter {

    /** How far ahead of the numbers in use the ledger's partitions reach. */
    private static final long AHEAD = 500_000;

    private final Journal journal;
    private final Marks marks;
    private final Followed followed;
    private long room;

    EventWriter(Journal journal, Marks marks, Followed followed) {
        this.journal = journal;
        this.marks = marks;
        this.followed = followed;
    }

    long[] draw(int count) {
        long[] numbers = journal.query(h -> h.createQuery(Sql.NUMBERS.text()).bind("count", count)
                .map((row, _) -> Rows.longs(row, "numbers")).one());
        makeRoom(numbers[count - 1]);
        return numbers;
    }

    Appended append(long[] numbers, List<NewEvent> events) {
        var eventMarks = new UUID[events.size()];
        for (int i = 0; i < eventMarks.length; i++) {
            eventMarks[i] = marks.of(events.get(i).event());
        }
        try {
            return journal.commit((h, place) -> append(h, place, numbers, events, eventMarks),
                    h -> new Appended(acceptedAt(h, numbers[0]), true));
        } catch (AlreadySeenException _) {
            throw new AlreadySeenException(journal.query(h -> seen(h, events, eventMarks)));
        }
    }

    private void makeRoom(long highest) {
        if (highest + AHEAD / 2 >= room) {
            long upto = highest + AHEAD;
            journal.query(h -> h.createQuery("select extend_ledger(:upto)::text").bind("upto", upto).mapTo(String.class)
                    .one());
            room = upto;
        }
    }

    private Appended append(Handle handle, Place place, long[] numbers, List<NewEvent> events, UUID[] eventMarks) {
        var leaves = new Leaves();
        var packets = new ArrayList<Numbered>(events.size());
        for (int i = 0; i < numbers.length; i++) {
            leaves.add(numbers[i], events.get(i));
            for (var packet : events.get(i).packets()) {
                packets.add(new Numbered(numbers[i], packet));
            }
        }
        boolean queues = packets.stream().anyMatch(p -> p.packet.isQueued());
        var mark = followed.mark();
        var query = handle.createQuery(Sql.APPEND.text()).bind("stream", place.stream()).bind("n", place.n())
                .bind("count", events.size())
                .bind("low", queues ? numbers[0] : null).bind("high", queues ? numbers[numbers.length - 1] : null)
                .bind("followed", (Argument) (p, sql, _) -> sql.setObject(p, mark.streams()))
                .bind("followedTo", (Argument) (p, sql, _) -> sql.setObject(p, mark.to()))
                .bind("root", leaves.root())
                .bind("marks", (Argument) (p, sql, _) -> sql.setObject(p, new UuidArray(eventMarks)))
                .bind("ids", (Argument) (p, sql, _) -> sql.setObject(p, numbers));
        new Columns<>(events).blobs("bodyHashes", NewEvent::bodyHash).texts("sources", e -> e.event().source())
                .texts("extIds", e -> e.event().id())
                .texts("types", e -> e.event().type()).texts("subjects", e -> e.event().subject())
                .longs("micros", e -> Leaves.micros(e.event().time()))
                .texts("extensions", EventWriter::extensions).blobs("data", NewEvent::data)
                .ints("matched", e -> e.packets().size()).bindTo(query);
        new Columns<>(packets).longs("events", Numbered::event).ints("targets", p -> p.packet.target())
                .ints("parts", p -> p.packet.part())
                .texts("keys", p -> p.packet.key()).ints("forms", p -> p.packet.form().ordinal())
                .ints("sheets", p -> p.packet.sheet())
                .ints("policies", p -> p.packet.policy()).blobs("contents", p -> p.packet.json())
                .longs("keyHashes", p -> p.packet.keyHash())
                .nullableInts("states", p -> p.packet.state())
                .texts("reasons", p -> p.packet.detail().isEmpty() ? null : p.packet.detail())
                .bindTo(query);
        var ended = packets.stream().filter(p -> p.packet.outcome() != null).toList();
        new Columns<>(ended).longs("endedEvents", Numbered::event).ints("endedTargets", p -> p.packet.target())
                .ints("endedParts", p -> p.packet.part()).ints("outcomes", p -> p.packet.outcome())
                .texts("details", p -> p.packet.detail()).bindTo(query);
        var later = packets.stream().filter(p -> p.packet.due().isPresent()).toList();
        new Columns<>(later).longs("laterEvents", Numbered::event).ints("laterTargets", p -> p.packet.target())
                .ints("laterParts", p -> p.packet.part())
                .longs("laterMicros", p -> Leaves.micros(p.packet.due().orElseThrow())).bindTo(query);
        return query.map((row, _) -> new Appended(Rows.instant(row, "accepted_at"),
                row.getBoolean("news") || followed.isNews(row.getInt("newest_stream")))).one();
    }

    private static Instant acceptedAt(Handle handle, long number) {
        return handle.createQuery("select accepted_at from event where id = :id").bind("id", number)
                .map((row, _) -> Rows.instant(row, "accepted_at")).one();
    }

    private static HashMap<Integer, Seen> seen(Handle handle, List<NewEvent> events, UUID[] eventMarks) {
        var known = new HashMap<UUID, Object[]>();
        handle.createQuery(Sql.SEEN.text())
                .bind("marks", (Argument) (p, sql, _) -> sql.setObject(p, new UuidArray(eventMarks)))
                .map((row, _) -> known.put(row.getObject("mark", UUID.class),
                        new Object[] {row.getBytes("body_hash"), row.getLong("event")}))
                .list();
        var seen = new HashMap<Integer, Seen>();
        for (int i = 0; i < eventMarks.length; i++) {
            var before = known.get(eventMarks[i]);
            if (before != null) {
                seen.put(i, new Seen((long) before[1], Arrays.equals((byte[]) before[0], events.get(i).bodyHash())));
            }
        }
        return seen;
    }

    private static String extensions(NewEvent event) {
        var extensions = event.event().extensions();
        return extensions.isEmpty() ? null : ExactJson.writeString(extensions);
    }

    private record Numbered(long event, NewPacket packet) {}
}
