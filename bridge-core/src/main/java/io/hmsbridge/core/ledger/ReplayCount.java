package io.hmsbridge.core.ledger;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.JdbiException;

/** Counts what a replay would do, a slice of its window at a time, for as long as it may take. */
final class ReplayCount {

    /** Events in one statement. */
    private static final long SLICE = 50_000;

    /** The least that is left for a statement to begin. */
    private static final long LEAST_MILLIS = 20;

    private final DeadPackets.Asking database;
    private final Replay replay;
    private final long deadline;
    private final TreeMap<String, Long> packets = new TreeMap<>();
    private long events;
    private long unmatched;
    private long waiting;

    private record Window(Instant now, long newest, Span events) {}

    ReplayCount(DeadPackets.Asking database, Replay replay, Duration limit) {
        this.database = database;
        this.replay = replay;
        deadline = System.nanoTime() + limit.toNanos();
    }

    ReplayPreview preview() {
        var window = database.ask(this::window);
        var to = replay.to().isAfter(window.now) && replay.from().isBefore(window.now) ? window.now : replay.to();
        long low = window.events.low();
        while (low <= window.events.high() && left() > LEAST_MILLIS) {
            var slice = new Span(low, Math.min(window.events.high(), low + SLICE - 1));
            if (!database.ask(h -> within(h, t -> count(t, slice)))) {
                break;
            }
            low = slice.high() + 1;
        }
        boolean complete = low > window.events.high();
        return new ReplayPreview(replay.from(), to, events, unmatched, packets, waiting,
                complete && !replay.withOvertaken() ? overtaken(window) : OptionalLong.empty(), complete);
    }

    private Window window(Handle handle) {
        var events = handle.createQuery(Sql.WINDOW.text()).bind("from", replay.from().atOffset(ZoneOffset.UTC))
                .bind("to", replay.to().atOffset(ZoneOffset.UTC))
                .map((row, _) -> row.getObject("low") == null ? new Span(0, -1)
                        : new Span(row.getLong("low"), row.getLong("high")))
                .one();
        return handle.createQuery("select now() as now, last_value as newest from number")
                .map((row, _) -> new Window(Rows.instant(row, "now"), row.getLong("newest"), events)).one();
    }

    private void count(Handle handle, Span slice) {
        var counted = new TreeMap<String, Long>();
        ReplayJobs.filtered(handle.createQuery(Sql.REPLAY_COUNT.text()), replay).bind("low", slice.low())
                .bind("high", slice.high()).map((row, _) -> {
                    if (row.getString("target") == null) {
                        events += row.getLong("packets");
                        unmatched += row.getLong("waiting");
                    } else {
                        counted.put(row.getString("target"), row.getLong("packets"));
                        waiting += row.getLong("waiting");
                    }
                    return true;
                }).list();
        counted.forEach((target, count) -> packets.merge(target, count, Long::sum));
    }

    private OptionalLong overtaken(Window window) {
        if (replay.remapped() || left() <= LEAST_MILLIS) {
            return OptionalLong.empty();
        }
        var counted = new long[1];
        boolean done = database.ask(h -> within(h, t -> counted[0] =
                ReplayJobs.filtered(t.createQuery(Sql.REPLAY_OVERTAKEN.text()), replay)
                        .bind("low", window.events.low()).bind("high", window.events.high())
                        .bind("newest", window.newest).mapTo(long.class).one()));
        return done ? OptionalLong.of(counted[0]) : OptionalLong.empty();
    }

    @FunctionalInterface
    private interface Counting {
        void in(Handle handle);
    }

    /** Whether it was done in the time that is left. */
    private boolean within(Handle handle, Counting counting) {
        try {
            handle.useTransaction(t -> {
                ByRange.in(t);
                t.execute("set local statement_timeout = " + Math.max(LEAST_MILLIS, left()));
                counting.in(t);
            });
            return true;
        } catch (JdbiException e) {
            if (Failure.of(e).state().equals("57014")) {
                return false;
            }
            throw e;
        }
    }

    private long left() {
        return (deadline - System.nanoTime()) / 1_000_000;
    }
}
