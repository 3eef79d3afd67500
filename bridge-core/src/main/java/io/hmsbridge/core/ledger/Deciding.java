package io.hmsbridge.core.ledger;

import io.hmsbridge.api.Event;
import io.hmsbridge.api.PacketId;
import io.hmsbridge.core.ledger.ActWriter.Commit;
import io.hmsbridge.core.ledger.ActWriter.Done;
import io.hmsbridge.core.ledger.BlockedPackets.Place;
import io.hmsbridge.core.ledger.BlockedPackets.Remaking;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * One commit of an approver's decision: each packet that is released gets a new revision at the tail of its key, each that is
 * rejected a delivery that says so. Runs again from the start if the connection is lost.
 */
final class Deciding implements ActWriter.Undertaking {

    /** A locked packet with its event. */
    private record Locked(PacketId id, int target, int sheet, Governed governed, Event event) {}

    /** @param due when it may go; empty for at once */
    private record Queuing(Revision packet, PacketId id, PacketId from, Optional<Instant> due) {}

    private final List<Place> places;
    private final Decision decision;
    private final By by;
    private final Remaking remaking;
    private final BlockedQuery query;
    private final List<Locked> rejected = new ArrayList<>();
    private final List<Queuing> released = new ArrayList<>();
    private final List<Settled.Blocked> blocked = new ArrayList<>();

    /** @param query what found them; null for a single packet that was named */
    Deciding(List<Place> places, Decision decision, By by, Remaking remaking, BlockedQuery query) {
        this.places = places;
        this.decision = decision;
        this.by = by;
        this.remaking = remaking;
        this.query = query;
    }

    @Override
    public Optional<Done> in(Commit commit) {
        rejected.clear();
        released.clear();
        blocked.clear();
        var locked = lock(commit);
        switch (decision) {
            case Decision.Reject _ -> rejected.addAll(locked);
            case Decision.Release release -> release(locked, release, commit);
        }
        int count = rejected.size() + released.size();
        if (count == 0) {
            return Optional.empty();
        }
        write(commit);
        return Optional.of(new Done(new NewAct(by.who(), decision.kind(), by.why(), detail()), count, queued()));
    }

    /** What came of it. */
    Settled settled(Optional<Act> act) {
        return new Settled(act, released.stream().map(Queuing::id).toList(), Set.of(),
                List.copyOf(blocked));
    }

    private List<Locked> lock(Commit commit) {
        var statement = commit.handle().createQuery(Sql.BLOCKED_LOCK.text());
        new Columns<>(places).longs("events", Place::event).ints("targets", Place::target).ints("parts", Place::part)
                .ints("revs", Place::rev).bindTo(statement);
        return statement.map((row, _) -> locked(row)).list();
    }

    private void release(List<Locked> locked, Decision.Release release, Commit commit) {
        if (locked.isEmpty()) {
            return;
        }
        long[] numbers = commit.handle().createQuery(Sql.NUMBERS.text()).bind("count", locked.size())
                .map((row, _) -> Rows.longs(row, "numbers")).one();
        for (var packet : locked) {
            var classes = release.classes().isEmpty() ? packet.governed.blocking() : release.classes();
            var made = remaking.again(packet.event, packet.sheet, packet.id.target(), packet.id.part(), classes);
            if (made.isPresent() && made.get().isToBeSent()) {
                queue(packet, made.get(), numbers[released.size()]);
            } else {
                blocked.add(new Settled.Blocked(packet.id,
                        made.map(NewPacket::detail).orElse("its sheet makes no such packet of the event any more")));
            }
        }
    }

    private void queue(Locked packet, NewPacket made, long sequence) {
        int rev = packet.id.revision() + 1;
        released.add(new Queuing(new Revision(packet.id.event(), packet.target, packet.id.part(), rev, sequence,
                made.key(), made.form().ordinal(), made.sheet(), made.governed(), made.json()),
                new PacketId(packet.id.event(), packet.id.target(), packet.id.part(), rev), packet.id, made.due()));
    }

    private Span queued() {
        return released.isEmpty() ? null
                : new Span(released.getFirst().packet.sequence(), released.getLast().packet.sequence());
    }

    private void write(Commit commit) {
        var why = "rejected by " + by.who();
        rejected.forEach(r -> commit.leaves().add(r.id, r.target, 0, 0, Outcome.DISCARDED, 0, why));
        released.forEach(q -> commit.leaves().add(q.packet));
        if (!rejected.isEmpty()) {
            var statement = commit.handle().createUpdate(Sql.REJECT.text()).bind("detail", why)
                    .bind("outcome", Outcome.DISCARDED.code())
                    .bind("stream", commit.place().stream()).bind("n", commit.place().n());
            new Columns<>(rejected).longs("events", r -> r.id.event()).ints("targets", Locked::target)
                    .ints("parts", r -> r.id.part()).ints("revs", r -> r.id.revision()).bindTo(statement);
            statement.execute();
        }
        if (!released.isEmpty()) {
            Settling.write(commit, List.of(), released.stream()
                    .map(q -> new Settling.Queuing(q.packet, KeyHash.of(q.packet.key()), q.id)).toList());
            schedule(commit);
        }
    }

    /** Those whose effective date has not come leave the outbox for it, in the same commit. */
    private void schedule(Commit commit) {
        var later = released.stream().filter(q -> q.due.isPresent()).toList();
        if (!later.isEmpty()) {
            var statement = commit.handle().createUpdate(Sql.SCHEDULE.text());
            new Columns<>(later).ints("targets", q -> q.packet.target()).longs("sequences", q -> q.packet.sequence())
                    .ints("parts", q -> q.packet.part()).longs("micros", q -> Leaves.micros(q.due.orElseThrow()))
                    .bindTo(statement);
            statement.execute();
        }
    }

    private String detail() {
        if (query != null) {
            return query + decision.allowing();
        }
        return released.isEmpty() ? rejected.getFirst().id.toString()
                : "%s as revision %d%s".formatted(released.getFirst().from, released.getFirst().id.revision(),
                        decision.allowing());
    }

    private static Locked locked(ResultSet row) throws SQLException {
        var id = new PacketId(row.getLong("event"), row.getString("name"), row.getInt("part"), row.getInt("rev"));
        return new Locked(id, row.getInt("target"), row.getInt("sheet"),
                Governed.of(row.getInt("policy"), row.getString("findings")), Rows.source(row));
    }
}
