package io.hmsbridge.core.ledger;

import io.hmsbridge.core.ledger.ReplayJob.State;
import io.hmsbridge.core.problem.ProblemCode;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.argument.Argument;
import org.jdbi.v3.core.statement.SqlStatement;

/** Keeps replays: orders, shows and ends them, and says which of them this process is to run. Safe to use from many threads. */
public final class ReplayJobs {

    /** Rows that are let go of in one statement. */
    private static final int FORGOTTEN = 20_000;

    private final DeadPackets.Asking database;
    private final ActWriter acts;
    private final int node;

    ReplayJobs(DeadPackets.Asking database, ActWriter acts, int node) {
        this.database = database;
        this.acts = acts;
        this.node = node;
    }

    /**
     * Orders a replay: an act. Its events are those that were accepted so far.
     *
     * @param total what there is to do; empty if it is not known
     * @throws ActRefusedException if no event was accepted in its window
     */
    public ReplayJob create(Replay replay, By by, OptionalLong total) {
        var frozen = database.ask(h -> h.inTransaction(ReplayJobs::freeze));
        var wanted = replay.to().isAfter(frozen.now) && replay.from().isBefore(frozen.now)
                ? replay.upTo(frozen.now) : replay;
        var window = database.ask(h -> window(h, wanted));
        if (window.isEmpty() || window.get().low() > frozen.number) {
            throw new ActRefusedException(ProblemCode.REPLAY_REFUSED,
                    "no event was accepted from %s to %s".formatted(wanted.from(), wanted.to()));
        }
        var events = new Span(window.get().low(), Math.min(window.get().high(), frozen.number));
        var id = new AtomicLong();
        acts.commit(commit -> {
            id.set(insert(commit.handle(), wanted, by, events, total));
            return Optional.of(new ActWriter.Done(
                    new NewAct(by.who(), wanted.backfill().isPresent() ? "backfill" : "replay", by.why(),
                            "replay %d of %s".formatted(id.get(), wanted)),
                    1));
        });
        return find(id.get()).orElseThrow();
    }

    private record Frozen(long number, Instant now) {}

    /** The last number so far: what has a lower one is there now, or will never be. */
    private static Frozen freeze(Handle handle) {
        var frozen = handle.createQuery("select nextval('number') as number, now() as now")
                .map((row, _) -> new Frozen(row.getLong("number"), Rows.instant(row, "now"))).one();
        raiseFloor(handle, frozen.number);
        return frozen;
    }

    /** From now on, nothing gets a number up to this one any more; what has one is to be seen. */
    static void raiseFloor(Handle handle, long number) {
        handle.createQuery("select raise_floor(:number)::text").bind("number", number).mapTo(String.class).one();
    }

    private static Optional<Span> window(Handle handle, Replay replay) {
        return handle.createQuery(Sql.WINDOW.text()).bind("from", replay.from().atOffset(ZoneOffset.UTC))
                .bind("to", replay.to().atOffset(ZoneOffset.UTC))
                .map((row, _) -> row.getObject("low") == null ? Optional.<Span>empty()
                        : Optional.of(new Span(row.getLong("low"), row.getLong("high"))))
                .one();
    }

    private static long insert(Handle handle, Replay replay, By by, Span events, OptionalLong total) {
        return filtered(handle.createQuery("""
                insert into replay_job (who, why, from_at, to_at, target, type, key, outcomes, remapped, forced,
                        all_of_key, rate, backfill, latest, live_first, low, high, total, position, scanned)
                values (:who, :why, :from, :to, :target, :type, :key, :outcomes, :remapped, :forced, :all, :rate,
                        :backfill, :latest, :liveFirst, :low, :high, :total, :low - 1, :high)
                returning id"""), replay).bind("who", by.who()).bind("why", by.why())
                .bind("remapped", replay.remapped()).bind("forced", replay.forced())
                .bind("all", replay.withOvertaken()).bind("rate", replay.rate())
                .bind("backfill", replay.backfill().isPresent()).bind("latest", replay.isOfLatest())
                .bind("liveFirst", replay.backfill().filter(Replay.Backfill::liveFirst).isPresent())
                .bind("low", events.low())
                .bind("high", events.high()).bind("total", total.isEmpty() ? null : total.getAsLong())
                .mapTo(long.class).one();
    }

    /** Binds what a replay looks for. */
    static <S extends SqlStatement<S>> S filtered(S statement, Replay replay) {
        return statement.bind("from", replay.from().atOffset(ZoneOffset.UTC))
                .bind("to", replay.to().atOffset(ZoneOffset.UTC)).bind("target", replay.target())
                .bind("type", replay.type()).bind("key", replay.key()).bind("outcomes",
                        (Argument) (p, sql, _) -> sql.setObject(p, outcomes(replay)));
    }

    private static int[] outcomes(Replay replay) {
        return replay.sought().stream().mapToInt(state -> Outcome.valueOf(state.name()).code()).sorted().toArray();
    }

    /** What a replay would do; counts for so long at most, and says if that was too short. */
    public ReplayPreview preview(Replay replay, Duration limit) {
        return new ReplayCount(database, replay, limit).preview();
    }

    /** A replay by its number. */
    public Optional<ReplayJob> find(long id) {
        return jobs(Long.MAX_VALUE, id, 1).stream().findFirst();
    }

    /** Replays with lower numbers than this, the newest first. */
    public List<ReplayJob> list(long below, int limit) {
        return jobs(below, null, limit);
    }

    private List<ReplayJob> jobs(long below, Long id, int limit) {
        return database.ask(h -> h.createQuery(Sql.REPLAY_JOBS.text()).bind("below", below).bind("id", id)
                .bind("limit", limit).map((row, _) -> job(row)).list());
    }

    /**
     * Ends a replay: an act. What it has put into the outbox is sent.
     *
     * @throws ActRefusedException if there is no such replay, or it has ended
     */
    public Act cancel(long id, By by) {
        var job = find(id).orElseThrow(() -> new ActRefusedException(ProblemCode.NO_SUCH_REPLAY,
                "there is no replay " + id));
        return acts.commit(new NewAct(by.who(), "cancel-replay", by.why(), "replay %d".formatted(id)),
                commit -> end(commit.handle(), id, State.CANCELLED, "cancelled by " + by.who()))
                .orElseThrow(() -> new ActRefusedException(ProblemCode.REPLAY_REFUSED,
                        "replay %d has ended already as %s".formatted(id, find(id).orElse(job).state())));
    }

    /** Ends a replay that met an error. */
    public void fail(long id, String why) {
        database.ask(h -> h.inTransaction(t -> end(t, id, State.FAILED, why)));
    }

    static int end(Handle handle, long id, State state, String note) {
        return handle.createUpdate("update replay_job set state = :state, note = :note, ended_at = now()"
                + " where id = :id and state < 2")
                .bind("state", state.ordinal()).bind("note", note).bind("id", id).execute();
    }

    /** Lets go of some of what was noted for replays that have ended; whether there may be more. */
    public boolean forget() {
        return database.ask(h -> h.createQuery(Sql.REPLAY_FORGET.text()).bind("limit", FORGOTTEN).mapTo(int.class)
                .one()) == FORGOTTEN;
    }

    /** Says why a replay does not go on at present. */
    public void note(long id, String note) {
        database.ask(h -> h.createUpdate("update replay_job set note = :note where id = :id and state < 2")
                .bind("note", note).bind("id", id).execute());
    }

    /**
     * Takes the replays that go on and that no process alive has.
     *
     * @param term after which a process that has gone silent has them no more
     * @return all that this process has
     */
    public List<Long> claim(Duration term) {
        return database.ask(h -> h.createQuery(Sql.REPLAY_CLAIM.text()).bind("node", node)
                .bind("ttl", term.toMillis()).mapTo(Long.class).list());
    }

    /** Lets other processes have those of this one. */
    public void release() {
        database.ask(h -> h.createUpdate("update replay_job set owner = null where state < 2 and owner = :node")
                .bind("node", node).execute());
    }

    /** The first of these targets for which so many packets are queued; empty if there is none. */
    public Optional<String> full(List<String> targets, int most) {
        return targets.stream()
                .filter(target -> database.ask(h -> h
                        .createQuery(
                                """
                select count(*) from (select from outbox o
                    where o.target = (select l.target from lane l where l.name = :name) and o.state = 0 limit :most) q""")
                        .bind("name", target).bind("most", most).mapTo(int.class).one()) >= most)
                .findFirst();
    }

    private static ReplayJob job(ResultSet row) throws SQLException {
        var outcomes = (Integer[]) row.getArray("outcomes").getArray();
        var states = Arrays.stream(outcomes).map(code -> PacketState.valueOf(Outcome.of(code).name()))
                .collect(Collectors.toCollection(() -> EnumSet.noneOf(PacketState.class)));
        boolean backfill = row.getBoolean("backfill");
        var replay = new Replay(Rows.instant(row, "from_at"), Rows.instant(row, "to_at"), row.getString("target"),
                row.getString("type"), row.getString("key"), backfill ? Set.of() : states, row.getBoolean("remapped"),
                row.getBoolean("forced"), row.getBoolean("all_of_key"), row.getString("rate"),
                backfill ? Optional.of(new Replay.Backfill(row.getBoolean("latest"), row.getBoolean("live_first")))
                        : Optional.empty());
        long total = row.getLong("total");
        var counted = row.wasNull() ? OptionalLong.empty() : OptionalLong.of(total);
        var counts = new ReplayJob.Counts(row.getLong("queued"), row.getLong("revised"), row.getLong("overtaken"),
                row.getLong("waiting"), row.getLong("blocked"), row.getLong("unchanged"), row.getLong("failed"),
                row.getLong("had"), row.getLong("scheduled"));
        return new ReplayJob(row.getLong("id"), Rows.instant(row, "at"), new By(row.getString("who"),
                row.getString("why")), replay, State.values()[row.getInt("state")], counted, row.getDouble("done"),
                counts, row.getString("note"), Rows.instant(row, "ended_at"));
    }
}
