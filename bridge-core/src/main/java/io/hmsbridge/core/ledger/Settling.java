package io.hmsbridge.core.ledger;

import io.hmsbridge.api.Packet;
import io.hmsbridge.api.PacketId;
import io.hmsbridge.core.json.ExactJson;
import io.hmsbridge.core.ledger.ActWriter.Commit;
import io.hmsbridge.core.ledger.ActWriter.Done;
import io.hmsbridge.core.ledger.DeadPackets.Row;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * One commit of an operator's act: each packet's outbox row ends with one delivery, and where it is sent again, its new revision
 * goes to the tail of its key. Runs again from the start if the connection is lost.
 */
final class Settling implements ActWriter.Undertaking {

    /** The bytes of {@code {}}. */
    private static final int EMPTY = 2;
    private static final String NOTHING_MADE =
            "its sheet could make nothing of the event; edit the packet, or mend the sheet"
                    + " and emit the event again under a new id";

    /** Bytes of content in one commit, about. */
    private static final long MOST_CONTENT = 8L * 1024 * 1024;
    private static final String OWN_TARGET = "a JSON patch is for its own target as it is";
    private static final int MOST_NAMES = 20;

    private static final Packet.Form[] FORMS = Packet.Form.values();

    /** A locked row of the outbox, with its packet. */
    record Locked(Row row, PacketId id, long keyHash, int state, int tries, Revision packet, Integer latest) {}

    record Ending(Locked packet, Outcome outcome, String detail) {}

    record Queuing(Revision packet, long keyHash, PacketId id) {}

    private final List<Row> rows;
    private final Remedy remedy;
    private final By by;
    private final Vetting vetting;
    private final boolean waiting;
    private final DeadQuery query;
    private final List<Ending> endings = new ArrayList<>();
    private final List<Queuing> queuings = new ArrayList<>();
    private final List<Settled.Blocked> blocked = new ArrayList<>();
    private Row last;
    private Span queued;
    private String changed = "";

    /**
     * @param rows where the packets are, in order
     * @param waiting whether packets that are not dead are meant, too
     * @param query what found them; null for a single packet that was named
     */
    Settling(List<Row> rows, Remedy remedy, By by, Vetting vetting, boolean waiting, DeadQuery query) {
        this.rows = rows;
        this.remedy = remedy;
        this.by = by;
        this.vetting = vetting;
        this.waiting = waiting;
        this.query = query;
    }

    @Override
    public Optional<Done> in(Commit commit) {
        endings.clear();
        queuings.clear();
        blocked.clear();
        last = null;
        queued = null;
        var locked = lock(commit);
        settle(locked, numbers(commit, locked.size()));
        if (endings.isEmpty()) {
            return Optional.empty();
        }
        write(commit, endings, queuings);
        return Optional.of(new Done(new NewAct(by.who(), remedy.kind(), by.why(), detail()), endings.size(), queued));
    }

    /** What came of it. */
    Settled settled(Optional<Act> act) {
        return new Settled(act, queuings.stream().map(Queuing::id).toList(),
                endings.stream().map(Ending::packet).filter(p -> p.state != PacketState.DEAD_CODE)
                        .map(p -> p.row.target()).collect(Collectors.toSet()),
                List.copyOf(blocked));
    }

    /** The last row that it dealt with; empty if that were all. */
    Optional<Row> last() {
        return Optional.ofNullable(last);
    }

    /** As many of the rows as have room in one commit. */
    private List<Locked> lock(Commit commit) {
        var locked = new ArrayList<Locked>();
        var statement = commit.handle().createQuery(Sql.LOCK.text()).bind("waiting", waiting)
                .bind("to", remedy instanceof Remedy.Redirect to ? to.target() : null).setFetchSize(100);
        new Columns<>(rows).ints("targets", Row::target).longs("sequences", Row::sequence).ints("parts", Row::part)
                .bindTo(statement);
        long bytes = 0;
        try (var found = statement.map((row, _) -> locked(row)).iterator()) {
            while (found.hasNext()) {
                locked.add(found.next());
                bytes += locked.getLast().packet.content().length;
                if (bytes >= MOST_CONTENT) {
                    last = locked.getLast().row;
                    break;
                }
            }
        }
        return locked;
    }

    private long[] numbers(Commit commit, int count) {
        if (count == 0 || remedy instanceof Remedy.Discard) {
            return new long[0];
        }
        return commit.handle().createQuery(Sql.NUMBERS.text()).bind("count", count)
                .map((row, _) -> Rows.longs(row, "numbers")).one();
    }

    private void settle(List<Locked> locked, long[] numbers) {
        var revisions = new HashMap<Object, Integer>();
        for (var packet : locked) {
            switch (remedy) {
                case Remedy.Discard _ ->
                        endings.add(new Ending(packet, Outcome.DISCARDED, "discarded by " + by.who()));
                case Remedy.Requeue _ when isEmpty(packet) -> blocked.add(new Settled.Blocked(packet.id, NOTHING_MADE));
                case Remedy.Requeue _ -> vet(packet, packet.id.target(), content(packet)).ifPresent(
                        vetted -> again(packet, packet.row.target(), packet.id.target(), vetted, numbers, revisions));
                case Remedy.Edit _ when isPatch(packet) -> blocked.add(new Settled.Blocked(packet.id, OWN_TARGET));
                case Remedy.Edit edit -> vet(packet, packet.id.target(), edit.content()).ifPresent(vetted -> {
                    changed = changed(map(packet), edit.content());
                    again(packet, packet.row.target(), packet.id.target(), vetted, numbers, revisions);
                });
                case Remedy.Redirect _ when isPatch(packet) ->
                        blocked.add(new Settled.Blocked(packet.id, OWN_TARGET));
                case Remedy.Redirect _ when isEmpty(packet) ->
                        blocked.add(new Settled.Blocked(packet.id, NOTHING_MADE));
                case Remedy.Redirect to -> vet(packet, to.name(), content(packet)).ifPresent(
                        vetted -> again(packet, to.target(), to.name(), vetted, numbers, revisions));
            }
        }
        if (!queuings.isEmpty()) {
            queued = new Span(queuings.getFirst().packet.sequence(), queuings.getLast().packet.sequence());
        }
    }

    /** No sheet could make anything of the event: there is no content that could be sent. */
    private static boolean isEmpty(Locked packet) {
        return packet.packet.content().length <= EMPTY;
    }

    private static boolean isPatch(Locked packet) {
        return FORMS[packet.packet.form()] == Packet.Form.JSON_PATCH;
    }

    private Optional<Vetting.Vetted.Passed> vet(Locked packet, String target, Object content) {
        var asked = new Vetting.Asked(target, packet.packet.key(), FORMS[packet.packet.form()], content,
                remedy instanceof Remedy.Requeue ? packet.packet.governed().released() : Set.of(),
                new Vetting.Sources.OfSheet(packet.packet.sheet(), packet.id.target()));
        return switch (vetting.vet(asked)) {
            case Vetting.Vetted.Passed passed -> Optional.of(passed);
            case Vetting.Vetted.Blocked why -> {
                blocked.add(new Settled.Blocked(packet.id, why.reason()));
                yield Optional.empty();
            }
        };
    }

    private void again(Locked old, int target, String name, Vetting.Vetted.Passed vetted, long[] numbers,
            Map<Object, Integer> revisions) {
        var before = old.packet;
        // Two packets of one event may be redirected to the same target in one commit.
        int rev = revisions.merge(List.of(before.event(), target, before.part()),
                old.latest == null ? 0 : old.latest + 1, (known, _) -> known + 1);
        var revision = new Revision(before.event(), target, before.part(), rev, numbers[queuings.size()], vetted.key(),
                before.form(), before.sheet(), vetted.governed(), vetted.json());
        queuings.add(new Queuing(revision,
                old.keyHash == 0 || !vetted.key().equals(before.key()) ? KeyHash.of(vetted.key()) : old.keyHash,
                new PacketId(before.event(), name, before.part(), rev)));
        endings.add(remedy instanceof Remedy.Redirect
                ? new Ending(old, Outcome.SUPERSEDED, "redirected to " + name)
                : new Ending(old, Outcome.DEAD, "requeued as revision " + rev));
    }

    /** Ends packets of the outbox, and queues revisions. */
    static void write(Commit commit, List<Ending> endings, List<Queuing> queuings) {
        endings.forEach(e -> commit.leaves().add(e.packet.id, e.packet.row.target(), 0, e.packet.tries, e.outcome, 0,
                e.detail));
        queuings.forEach(q -> commit.leaves().add(q.packet));
        var statement = commit.handle().createQuery(Sql.SETTLE.text()).bind("stream", commit.place().stream())
                .bind("n", commit.place().n());
        new Columns<>(endings).longs("events", e -> e.packet.id.event()).ints("targets", e -> e.packet.row.target())
                .longs("sequences", e -> e.packet.row.sequence()).ints("parts", e -> e.packet.row.part())
                .ints("revs", e -> e.packet.id.revision()).ints("tries", e -> e.packet.tries)
                .ints("outcomes", e -> e.outcome.code()).texts("details", e -> e.detail).bindTo(statement);
        new Columns<>(queuings).longs("newEvents", q -> q.packet.event()).ints("newTargets", q -> q.packet.target())
                .ints("newParts", q -> q.packet.part()).ints("newRevs", q -> q.packet.rev())
                .longs("newSequences", q -> q.packet.sequence()).texts("keys", q -> q.packet.key())
                .ints("forms", q -> q.packet.form()).ints("sheets", q -> q.packet.sheet())
                .ints("policies", q -> q.packet.governed().policy())
                .texts("findings", q -> q.packet.governed().json()).blobs("contents", q -> q.packet.content())
                .longs("keyHashes", Queuing::keyHash).bindTo(statement);
        statement.mapTo(boolean.class).one();
    }

    private String detail() {
        var to = remedy instanceof Remedy.Redirect redirect ? " to " + redirect.name() : "";
        if (query != null) {
            return query + to;
        }
        var one = endings.getFirst().packet.id + to;
        if (!queuings.isEmpty()) {
            one += " as revision " + queuings.getFirst().id.revision();
        }
        return remedy instanceof Remedy.Edit ? one + "; " + changed : one;
    }

    /** The names of the fields that differ, never a value. */
    private static String changed(Map<String, Object> before, Map<String, Object> after) {
        var names = new TreeSet<>(before.keySet());
        names.addAll(after.keySet());
        names.removeIf(name -> before.containsKey(name) == after.containsKey(name)
                && Objects.equals(before.get(name), after.get(name)));
        if (names.isEmpty()) {
            return "no field changed";
        }
        var shown = names.stream().limit(MOST_NAMES).collect(Collectors.joining(", "));
        return "changed: " + shown + (names.size() > MOST_NAMES ? " and " + (names.size() - MOST_NAMES) + " more" : "");
    }

    private static Object content(Locked packet) {
        return ExactJson.read(packet.packet.content());
    }

    @SuppressWarnings("unchecked") // the forms but JSON_PATCH are objects
    private static Map<String, Object> map(Locked packet) {
        return (Map<String, Object>) content(packet);
    }

    private static Locked locked(ResultSet row) throws SQLException {
        int latest = row.getInt("latest");
        var newest = row.wasNull() ? null : latest;
        var at = new Row(row.getInt("target"), row.getLong("sequence"), row.getInt("part"));
        var id = new PacketId(row.getLong("event"), row.getString("name"), at.part(), row.getInt("rev"));
        var packet = new Revision(id.event(), at.target(), at.part(), id.revision(), at.sequence(),
                row.getString("key"), row.getInt("form"), row.getInt("sheet"),
                Governed.of(row.getInt("policy"), row.getString("findings")),
                row.getBytes("content"));
        return new Locked(at, id, row.getLong("key_hash"), row.getInt("state"), row.getInt("tries"), packet, newest);
    }
}
