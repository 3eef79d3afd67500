package io.hmsbridge.core.ledger;

import io.hmsbridge.api.PacketId;
import io.hmsbridge.core.ledger.DeadQuery.After;
import io.hmsbridge.core.problem.ProblemCode;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;

/** Finds dead packets, and does to them what operators ask for. Safe to use from many threads. */
public final class DeadPackets {

    /** Packets in one commit. */
    static final int CHUNK = 1_000;

    /** So many dead packets are looked through for a page of a list at most, and counted beside it. */
    static final int LOOK = 4_000;

    /** How often an act is tried again that another one came in between of. */
    private static final int TRIES = 5;

    /** Asks the database. */
    interface Asking {
        <T> T ask(Function<Handle, T> query);
    }

    /** A place in the outbox. */
    record Row(int target, long sequence, int part) {

        private static final Row FIRST = new Row(0, -1, 0);
        private static final Row LAST = new Row(Integer.MAX_VALUE, Long.MAX_VALUE, Integer.MAX_VALUE);
    }

    /**
     * How many a query finds.
     *
     * @param exact whether there are no more: else only so many were looked through
     */
    public record Count(long count, boolean exact) {}

    private final Asking database;
    private final ActWriter acts;

    DeadPackets(Asking database, ActWriter acts) {
        this.database = database;
        this.acts = acts;
    }

    /**
     * Those that a query finds, target by target, each in the order of its lane.
     *
     * @param after past which to go on; null for the first
     */
    public Found<After> list(DeadQuery query, After after, int limit) {
        return inOrder(h -> {
            var from = after == null ? Row.FIRST
                    : new Row(number(h, after.target()).orElse(0), after.sequence(), after.part());
            var end = end(h, query, from);
            var packets = found(h, query, from, end.map(End::row).orElse(Row.LAST), Long.MAX_VALUE, limit)
                    .map((row, _) -> Rows.view(row)).list();
            return new Found<>(packets, packets.size() == limit ? Optional.of(After.of(packets.getLast()))
                    : end.map(End::after));
        });
    }

    /** How many a query finds that is asked without an act: among the first so many dead packets of the target, or of all. */
    public Count countSome(DeadQuery query) {
        return inOrder(h -> {
            var end = end(h, query, Row.FIRST);
            return new Count(count(h, query, end.map(End::row).orElse(Row.LAST)), end.isEmpty());
        });
    }

    /** How many a query finds. */
    public long count(DeadQuery query) {
        return database.ask(h -> count(h, query, Row.LAST));
    }

    /** The last row that is looked at, as it is and for people. */
    private record End(Row row, After after) {}

    private static Optional<End> end(Handle handle, DeadQuery query, Row from) {
        return handle.createQuery(Sql.DEAD_END.text()).bind("target", query.target()).bind("afterTarget", from.target)
                .bind("afterSequence", from.sequence).bind("afterPart", from.part).bind("look", LOOK)
                .map((row, _) -> new End(
                        new Row(row.getInt("number"), row.getLong("sequence"), row.getInt("part")),
                        new After(row.getString("target"), row.getLong("sequence"), row.getInt("part"))))
                .findOne();
    }

    private static long count(Handle handle, DeadQuery query, Row end) {
        return upTo(end, filtered(
                handle.createQuery((query.waiting() ? Sql.WITHDRAWABLE_COUNT : Sql.DEAD_COUNT).text()), query))
                .bind("anyEvent", query.type().isEmpty() && query.from() == null && query.to() == null)
                .mapTo(long.class).one();
    }

    /**
     * Acts on one packet.
     *
     * @throws ActRefusedException if it does not wait for an operator, saying where it stands, or governance blocks it
     */
    public Settled act(PacketId packet, Remedy remedy, By by, Vetting vetting) {
        var row = database.ask(h -> h.createQuery(Sql.FIND.text()).bind("event", packet.event())
                .bind("target", packet.target()).bind("part", packet.part()).bind("rev", packet.revision())
                .map((found, _) -> new Row(found.getInt("target"), found.getLong("sequence"), found.getInt("part")))
                .findOne()).orElseThrow(() -> refusal(packet, remedy));
        var settled = settle(() -> new Settling(List.of(row), remedy, by, vetting, remedy.isForWaiting(), null));
        settled.blocked().stream().findFirst().ifPresent(blocked -> {
            throw new ActRefusedException(ProblemCode.PACKET_BLOCKED,
                    "governance does not let %s pass: %s".formatted(packet, blocked.reason()));
        });
        if (settled.act().isEmpty()) {
            throw refusal(packet, remedy);
        }
        return settled;
    }

    /**
     * Acts on all that a query finds at first, a thousand packets a commit. If it ends half-way, the same query finds the rest.
     *
     * @param each told of every commit
     */
    public void act(DeadQuery query, Remedy remedy, By by, Vetting vetting, Consumer<Settled> each) {
        if (query.waiting() && !remedy.isForWaiting()) {
            throw new ActRefusedException(ProblemCode.PACKET_STATE,
                    "only dead packets can be requeued: those that wait go on by themselves");
        }
        // What is queued by us may die again: it is not found a second time.
        long newest = database.ask(h -> h.createQuery("select last_value from number").mapTo(long.class).one());
        var from = Row.FIRST;
        for (;;) {
            var start = from;
            var rows = inOrder(h -> found(h, query, start, Row.LAST, newest, CHUNK)
                    .map((row, _) -> new Row(row.getInt("number"), row.getLong("sequence"), row.getInt("part")))
                    .list());
            if (rows.isEmpty()) {
                return;
            }
            var chunk = new AtomicReference<Settling>();
            var settled = settle(() -> {
                chunk.set(new Settling(rows, remedy, by, vetting, query.waiting(), query));
                return chunk.get();
            });
            each.accept(settled);
            from = chunk.get().last().orElse(rows.getLast());
        }
    }

    private Settled settle(Supplier<Settling> settlings) {
        for (int n = 1;; n++) {
            var settling = settlings.get();
            try {
                var act = acts.commit(settling);
                return settling.settled(act);
            } catch (AlreadySeenException e) { // someone made the same revision at the same time
                if (n == TRIES) {
                    throw new NothingWrittenException("other acts on the same packets came in between, " + n + " times",
                            e);
                }
            } catch (RowGoneException e) {
                if (n == TRIES) {
                    throw new NothingWrittenException("the packets were acted on by others in between", e);
                }
            }
        }
    }

    private ActRefusedException refusal(PacketId packet, Remedy remedy) {
        var found = database.ask(h -> packets(h, packet)).stream().filter(p -> p.id().equals(packet)).findFirst();
        if (found.isEmpty()) {
            return new ActRefusedException(ProblemCode.NO_SUCH_PACKET, "there is no packet " + packet);
        }
        var state = found.get().state();
        var why = state.isTerminal() ? "has ended as " + state
                : "is " + state + " and goes on by itself";
        return new ActRefusedException(ProblemCode.PACKET_STATE, "%s %s; %s".formatted(packet, why,
                remedy.isForWaiting() ? "there is nothing to " + remedy.kind()
                        : "only a dead packet can be requeued"));
    }

    static List<PacketView> packets(Handle handle, PacketId packet) {
        return handle.createQuery(Sql.PACKETS_OF_TARGET.text()).bind("from", packet.event()).bind("to", packet.event())
                .bind("target", packet.target()).bind("limit", Integer.MAX_VALUE).map((row, _) -> Rows.view(row))
                .list();
    }

    private static Optional<Integer> number(Handle handle, String target) {
        return handle.createQuery("select target from lane where name = :name").bind("name", target)
                .mapTo(int.class).findOne();
    }

    /** Reads rows in the order of their index, as far as the limit goes, however few of them are thought to be there. */
    private <T> T inOrder(Function<Handle, T> query) {
        return database.ask(h -> InOrder.read(h, t -> {
            t.execute("set local plan_cache_mode = force_custom_plan");
            return query.apply(t);
        }));
    }

    private static Query found(Handle handle, DeadQuery query, Row after, Row end, long upto, int limit) {
        return upTo(end, filtered(handle.createQuery((query.waiting() ? Sql.WITHDRAWABLE : Sql.DEAD).text()), query))
                .bind("afterTarget", after.target)
                .bind("afterSequence", after.sequence).bind("afterPart", after.part).bind("upto", upto)
                .bind("limit", limit);
    }

    private static Query upTo(Row end, Query statement) {
        return statement.bind("endTarget", end.target).bind("endSequence", end.sequence).bind("endPart", end.part);
    }

    private static Query filtered(Query statement, DeadQuery query) {
        return statement.bind("target", query.target()).bind("type", query.type()).bind("key", query.key())
                .bind("keyHash", KeyHash.of(query.key())).bind("reason", query.reason())
                .bind("from", Optional.ofNullable(query.from()).orElse(Instant.EPOCH).atOffset(ZoneOffset.UTC))
                .bind("to", query.to() == null ? null : query.to().atOffset(ZoneOffset.UTC));
    }

    /** Ids of packets for the detail of an act: as many as can be read. */
    static String some(List<PacketId> packets) {
        var shown = new ArrayList<String>();
        packets.stream().limit(5).forEach(p -> shown.add(p.toString()));
        return String.join(", ", shown);
    }
}
