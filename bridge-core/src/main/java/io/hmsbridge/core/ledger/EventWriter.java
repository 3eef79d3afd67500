package io.hmsbridge.core.ledger;

import io.hmsbridge.core.json.ExactJson;
import io.hmsbridge.core.ledger.AlreadySeenException.Seen;
import io.hmsbridge.core.ledger.Journal.Place;
import io.hmsbridge.core.ledger.Store.Appended;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.argument.Argument;

/** Appends events, their packets and outbox rows: one statement, one commit. Used by one thread. */
final class EventWriter {

    /** How far ahead of the numbers in use the ledger's partitions reach. */
    private static final long AHEAD = 500_000;

    /** A commit draws so many numbers for the next one, which then needs no other trip to the database: a lone event's does not. */
    private static final int DRAWN_AHEAD = 8;

    /** Where others draw numbers too, so many commits draw their own. */
    private static final int APART = 256;

    private final Journal journal;
    private final Marks marks;
    private final Followed followed;
    private final Recent recent;
    private long room;
    private long[] ahead = {};
    /** Taken from those drawn ahead by the last draw; null if it drew them itself. */
    private long[] taken;
    /** The highest that was drawn ahead. */
    private long highest;
    private int apart;

    EventWriter(Journal journal, Marks marks, Followed followed, Recent recent) {
        this.journal = journal;
        this.marks = marks;
        this.followed = followed;
        this.recent = recent;
    }

    long[] draw(int count) {
        if (count <= ahead.length) {
            taken = Arrays.copyOf(ahead, count);
            ahead = Arrays.copyOfRange(ahead, count, ahead.length);
            return taken;
        }
        forgetAhead();
        long[] numbers = journal.query(h -> h.createQuery(Sql.NUMBERS.text()).bind("count", count)
                .map((row, _) -> Rows.longs(row, "numbers")).one());
        makeRoom(numbers[count - 1]);
        return numbers;
    }

    private void forgetAhead() {
        ahead = new long[0];
        taken = null;
    }

    Appended append(long[] numbers, List<NewEvent> events) {
        var eventMarks = new UUID[events.size()];
        for (int i = 0; i < eventMarks.length; i++) {
            eventMarks[i] = marks.of(events.get(i).event());
        }
        boolean fromAhead = Arrays.equals(numbers, taken);
        boolean done = false;
        try {
            var appended = journal.commit((h, place) -> append(h, place, numbers, events, eventMarks, fromAhead),
                    h -> new Landed(new Appended(acceptedAt(h, numbers[0]), true), new long[0], Optional.empty()));
            drawnAhead(appended.numbers);
            appended.place.ifPresent(place -> recent.appended(place, numbers, events, appended.appended.acceptedAt()));
            done = true;
            return appended.appended;
        } catch (AlreadySeenException _) {
            throw new AlreadySeenException(journal.query(h -> seen(h, events, eventMarks)));
        } catch (NumbersPassedException e) {
            apart = fromAhead ? APART : apart;
            throw e;
        } finally {
            if (!done) {
                forgetAhead(); // who knows how many more were drawn
            }
        }
    }

    /**
     * What an append has answered.
     *
     * @param numbers for the next one
     * @param place which commit it is; empty if it was one whose answer was lost
     */
    private record Landed(Appended appended, long[] numbers, Optional<Place> place) {}

    private void drawnAhead(long[] numbers) {
        taken = null;
        apart = Math.max(0, apart - 1);
        if (numbers.length > 0) {
            int before = ahead.length;
            ahead = Arrays.copyOf(ahead, before + numbers.length);
            System.arraycopy(numbers, 0, ahead, before, numbers.length);
            highest = numbers[numbers.length - 1];
            makeRoom(highest);
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

    private Landed append(Handle handle, Place place, long[] numbers, List<NewEvent> events, UUID[] eventMarks,
            boolean fromAhead) {
        var leaves = new Leaves();
        var packets = new ArrayList<Numbered>(events.size());
        for (int i = 0; i < numbers.length; i++) {
            leaves.add(numbers[i], events.get(i));
            for (var packet : events.get(i).packets()) {
                packets.add(new Numbered(numbers[i], packet));
            }
        }
        var mark = followed.mark();
        var query = handle.createQuery(Sql.APPEND.text()).bind("stream", place.stream()).bind("n", place.n())
                .bind("count", events.size())
                .bind("low", packets.isEmpty() ? null : numbers[0])
                .bind("high", packets.isEmpty() ? null : numbers[numbers.length - 1])
                .bind("followed", (Argument) (p, sql, _) -> sql.setObject(p, mark.streams()))
                .bind("followedTo", (Argument) (p, sql, _) -> sql.setObject(p, mark.to()))
                .bind("root", leaves.root())
                .bind("highest", fromAhead ? highest : null)
                .bind("ahead", apart > 0 ? 0 : DRAWN_AHEAD - ahead.length)
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
                .ints("policies", p -> p.packet.governed().policy())
                .texts("findings", p -> p.packet.governed().json()).blobs("contents", p -> p.packet.json())
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
        var dated = packets.stream().filter(p -> p.packet.deliverBy().isPresent()).toList();
        new Columns<>(dated).longs("deadlineEvents", Numbered::event).ints("deadlineTargets", p -> p.packet.target())
                .ints("deadlineParts", p -> p.packet.part())
                .longs("deadlineMicros", p -> Leaves.micros(p.packet.deliverBy().orElseThrow())).bindTo(query);
        return query.map((row, _) -> new Landed(new Appended(Rows.instant(row, "accepted_at"),
                row.getBoolean("news") || followed.isNews(row.getInt("newest_stream"))), Rows.longs(row, "ahead"),
                Optional.of(place))).one();
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
