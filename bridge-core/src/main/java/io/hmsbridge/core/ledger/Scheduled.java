package io.hmsbridge.core.ledger;

import io.hmsbridge.api.Packet;
import io.hmsbridge.api.PacketId;
import io.hmsbridge.core.json.ExactJson;
import io.hmsbridge.core.ledger.Journal.Place;
import io.hmsbridge.core.problem.ProblemCode;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;

/**
 * Packets that wait for their effective date, in a table of their own: until then they are in nobody's way. Safe to use from many
 * threads.
 */
public final class Scheduled implements AutoCloseable {

    /** The most packets in one commit: of as many a step costs least for each. */
    private static final int STEP = 2_500;

    /** So many where others are not to be held up, who wait the longer the more there are. */
    private static final int SHORT_STEP = 250;

    /** Rows that are read at once where they may be large. */
    private static final int FETCHED = 100;

    /** Until the end of the transaction. */
    private static final String ACCEPT_NOTHING = "lock table number_floor in share row exclusive mode";

    /** Numbers that were drawn in a commit that is lost would be drawn again. */
    private static final String DURABLE_AT_ONCE = "set local synchronous_commit = on";

    private static final Packet.Form[] FORMS = Packet.Form.values();

    /** Another process woke packets, or new revisions cannot go behind what was accepted while the step was under way. */
    private static final class Late extends RuntimeException {

        private static final long serialVersionUID = 1L;

        Late() {
            super("the numbers are out of date", null, false, false);
        }
    }

    /** Others have dealt with what was due. */
    private static final class NothingDue extends RuntimeException {

        private static final long serialVersionUID = 1L;

        NothingDue() {
            super("nothing is due", null, false, false);
        }
    }

    private record Due(PacketId id, Revision packet, int latest) {}

    private final DeadPackets.Asking asking;
    private final ActWriter acts;
    private final Journal journal;
    private final ReentrantLock oneAtATime = new ReentrantLock();

    Scheduled(DeadPackets.Asking asking, ActWriter acts, Journal journal) {
        this.asking = asking;
        this.acts = acts;
        this.journal = journal;
    }

    private Optional<Instant> next() {
        return asking.ask(h -> h.createQuery("select min(due_at) as due_at from scheduled")
                .map((row, _) -> Optional.ofNullable(Rows.instant(row, "due_at"))).one());
    }

    /** How many wait for each target. */
    public Map<String, Long> counts() {
        return asking.ask(h -> h.createQuery(Sql.SCHEDULED_COUNTS.text()).collectRows(Collectors.toMap(
                row -> row.getColumn("name", String.class), row -> row.getColumn("packets", Long.class))));
    }

    /**
     * The first of them, in the order in which they are due.
     *
     * @param target the target's name, or empty for any
     */
    public List<PacketView> list(String target, int limit) {
        return asking.ask(h -> h.createQuery(Sql.SCHEDULED.text()).bind("target", target).bind("limit", limit)
                .map((row, _) -> Rows.view(row)).list());
    }

    /** Those that are due, as they go out in these ways: vetted once more before. */
    public Waking waking(ReplayWriter.Ways ways) {
        return new Waking() {
            @Override
            public Optional<Instant> next() {
                return Scheduled.this.next();
            }

            @Override
            public int wake(Instant now, boolean considerate, BiConsumer<Span, Set<Integer>> announced) {
                return Scheduled.this.wake(now, ways, considerate, announced);
            }
        };
    }

    private int wake(Instant now, ReplayWriter.Ways ways, boolean considerate,
            BiConsumer<Span, Set<Integer>> announced) {
        int due = asking.ask(
                h -> h.createQuery("select count(*) from (select from scheduled where due_at <= :now limit :limit) s")
                        .bind("now", now.atOffset(ZoneOffset.UTC)).bind("limit", considerate ? SHORT_STEP : STEP)
                        .mapTo(int.class).one());
        if (due == 0) {
            return 0;
        }
        oneAtATime.lock();
        try {
            // Once while events are accepted; if that cannot be, once more while none is.
            long[] numbers = asking.ask(h -> ReplayWriter.numbers(h, due));
            try {
                return commit(now, ways, announced, _ -> numbers);
            } catch (Late _) {
                return commit(now, ways, announced, t -> {
                    t.execute(ACCEPT_NOTHING);
                    t.execute(DURABLE_AT_ONCE);
                    return ReplayWriter.draw(t, due);
                });
            }
        } catch (NothingDue | RowGoneException _) {
            return 0;
        } finally {
            oneAtATime.unlock();
        }
    }

    private int commit(Instant now, ReplayWriter.Ways ways, BiConsumer<Span, Set<Integer>> announced,
            Function<Handle, long[]> numbers) {
        return journal.commitUnlocking((h, place) -> {
            var commit = wake(h, place, now, ways, numbers);
            commit.queued().ifPresent(queued -> announced.accept(queued, commit.targets()));
            return commit.size();
        });
    }

    private static WakeCommit wake(Handle handle, Place place, Instant now, ReplayWriter.Ways ways,
            Function<Handle, long[]> numbers) {
        // One process at a time; what another has woken in the meantime must have lower numbers.
        long before = handle.createQuery("select number from woken for update").mapTo(long.class).one();
        long[] drawn = numbers.apply(handle);
        if (drawn[0] <= before) {
            throw new Late();
        }
        var due = due(handle, now, drawn.length, ways.vetting().isPresent());
        if (due.isEmpty()) {
            throw new NothingDue();
        }
        var commit = new WakeCommit(drawn);
        due.forEach(packet -> decide(packet, ways, commit));
        commit.write(handle, place, now);
        note(handle, drawn);
        // From here on events wait for us: while we look at what was accepted since, and not for the disk.
        ReplayJobs.raiseFloor(handle, drawn[drawn.length - 1]);
        var late = commit.late(handle);
        if (!late.isEmpty()) {
            handle.execute(DURABLE_AT_ONCE);
            var packets = commit.movable(late).orElseThrow(Late::new);
            long[] behind = ReplayWriter.draw(handle, packets.size());
            commit.move(handle, place, packets, behind);
            note(handle, behind);
        }
        return commit;
    }

    private static void note(Handle handle, long[] numbers) {
        handle.createUpdate("update woken set number = :number").bind("number", numbers[numbers.length - 1]).execute();
    }

    /** As many as are due, or as have room in one commit. */
    private static List<Due> due(Handle handle, Instant now, int limit, boolean withContent) {
        var due = new ArrayList<Due>();
        long bytes = 0;
        try (var rows = handle.createQuery(Sql.SCHEDULED_DUE.text()).bind("now", now.atOffset(ZoneOffset.UTC))
                .bind("limit", limit).bind("withContent", withContent).setFetchSize(withContent ? FETCHED : 0)
                .map((row, _) -> due(row)).iterator()) {
            while (rows.hasNext() && bytes < ReplayWriter.MOST_CONTENT) {
                due.add(rows.next());
                var content = due.getLast().packet.content();
                bytes += content == null ? 0 : content.length;
            }
        }
        return due;
    }

    private static Due due(ResultSet row) throws SQLException {
        var id = new PacketId(row.getLong("event"), row.getString("name"), row.getInt("part"), row.getInt("rev"));
        return new Due(id, new Revision(id.event(), row.getInt("target"), id.part(), id.revision(), 0,
                row.getString("key"), row.getInt("form"), row.getInt("sheet"),
                Governed.of(row.getInt("policy"), row.getString("findings")), row.getBytes("content")),
                row.getInt("latest"));
    }

    private static void decide(Due due, ReplayWriter.Ways ways, WakeCommit commit) {
        if (ways.vetting().isEmpty()) {
            commit.again(due.id, due.packet);
            return;
        }
        var form = FORMS[due.packet.form()];
        var asked = new Vetting.Asked(due.id.target(), due.packet.key(), form, ExactJson.read(due.packet.content()),
                due.packet.governed().released(),
                new Vetting.Sources.OfSheet(due.packet.sheet(), due.id.target()));
        switch (ways.vet(asked)) {
            case Vetting.Vetted.Passed passed when passed.key().equals(asked.key())
                    && passed.content().equals(asked.content()) -> commit.again(due.id, due.packet);
            case Vetting.Vetted.Passed passed -> commit.revised(due.id, due.packet, passed, due.latest);
            case Vetting.Vetted.Blocked blocked -> commit.blocked(due.id, due.packet, blocked, due.latest);
        }
    }

    /**
     * Gives a packet another date.
     *
     * @throws ActRefusedException if it does not wait for one
     */
    public Act reschedule(PacketId packet, Instant due, By by) {
        var act = new NewAct(by.who(), "reschedule", by.why(), "%s to %s".formatted(packet, due));
        return acts.commit(act, commit -> commit.handle().createUpdate(Sql.RESCHEDULE.text())
                .bind("event", packet.event()).bind("target", packet.target()).bind("part", packet.part())
                .bind("rev", packet.revision()).bind("due", due.atOffset(ZoneOffset.UTC)).execute())
                .orElseThrow(() -> new ActRefusedException(ProblemCode.PACKET_STATE,
                        packet + " does not wait for a date"));
    }

    /** Gives a packet up; empty if it does not wait for a date. */
    public Optional<Act> cancel(PacketId packet, By by) {
        var act = new NewAct(by.who(), "discard", by.why(), packet.toString());
        return acts.commit(act, commit -> {
            var found = commit.handle().createQuery(Sql.SCHEDULED_FIND.text()).bind("event", packet.event())
                    .bind("target", packet.target()).bind("part", packet.part()).bind("rev", packet.revision())
                    .mapTo(int.class).findOne();
            found.ifPresent(target -> {
                var detail = "discarded by " + by.who();
                commit.leaves().add(packet, target, 0, 0, Outcome.DISCARDED, 0, detail);
                commit.handle().createUpdate(Sql.SCHEDULED_CANCEL.text()).bind("event", packet.event())
                        .bind("target", target).bind("part", packet.part()).bind("rev", packet.revision())
                        .bind("outcome", Outcome.DISCARDED.code()).bind("detail", detail)
                        .bind("stream", commit.place().stream()).bind("n", commit.place().n()).execute();
            });
            return found.isPresent() ? 1 : 0;
        });
    }

    @Override
    public void close() {
        journal.close();
    }
}
