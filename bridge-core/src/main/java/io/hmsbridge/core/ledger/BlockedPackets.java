package io.hmsbridge.core.ledger;

import io.hmsbridge.api.Event;
import io.hmsbridge.api.PacketId;
import io.hmsbridge.core.ledger.BlockedQuery.After;
import io.hmsbridge.core.problem.ProblemCode;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;

/** Finds packets that governance has blocked, and does with them what approvers decide. Safe to use from many threads. */
public final class BlockedPackets {

    /** Packets in one commit: each is mapped again. */
    static final int CHUNK = 200;

    /** So many blocked packets are looked through for a page of a list at most. */
    static final int LOOK = 2_000;

    /** How often a decision is tried again that another one came in between of. */
    private static final int TRIES = 5;

    /** Makes a packet of its event once more. */
    @FunctionalInterface
    public interface Remaking {

        /**
         * @param sheet the number of the sheet's version that made it
         * @param released the classes of data that may pass whatever the policy says
         * @return empty if the sheet makes no such packet
         */
        Optional<NewPacket> again(Event event, int sheet, String target, int part, Set<String> released);
    }

    /** A packet by its target's number. */
    record Place(long event, int target, int part, int rev) {

        private static final Place FIRST = new Place(0, 0, 0, 0);
        private static final Place LAST = new Place(Long.MAX_VALUE, Integer.MAX_VALUE, Integer.MAX_VALUE, 0);
    }

    private final DeadPackets.Asking database;
    private final ActWriter acts;

    BlockedPackets(DeadPackets.Asking database, ActWriter acts) {
        this.database = database;
        this.acts = acts;
    }

    /**
     * Those that nobody has decided on, the oldest first.
     *
     * @param after past which to go on; null for the first
     */
    public Found<After> list(BlockedQuery query, After after, int limit) {
        return database.ask(h -> {
            var from = after == null ? Place.FIRST
                    : new Place(after.event(), number(h, after.target()), after.part(), 0);
            var end = h.createQuery(Sql.BLOCKED_END.text()).bind("event", from.event).bind("after", from.target)
                    .bind("part", from.part).bind("look", LOOK).map((row, _) -> new End(place(row),
                            new After(row.getLong("event"), row.getString("target"), row.getInt("part"))))
                    .findOne();
            var packets = found(h, query, from, end.map(End::place).orElse(Place.LAST), limit)
                    .map((row, _) -> Rows.view(row)).list();
            return new Found<>(packets, packets.size() == limit ? Optional.of(After.of(packets.getLast()))
                    : end.map(End::after));
        });
    }

    /** How many there are, up to {@code most}. */
    public long count(BlockedQuery query, int most) {
        return database.ask(h -> found(h, query, Place.FIRST, Place.LAST, most).map((_, _) -> 1).list().size());
    }

    /** The last packet that is looked at, as it is and for people. */
    private record End(Place place, After after) {}

    private static Place place(ResultSet row) throws SQLException {
        return new Place(row.getLong("event"), row.getInt("number"), row.getInt("part"), row.getInt("rev"));
    }

    /**
     * Decides on one packet.
     *
     * @throws ActRefusedException if it waits for no decision, saying where it stands, or governance blocks it again
     */
    public Settled decide(PacketId packet, Decision decision, By by, Remaking remaking) {
        var place = database.ask(h -> h.createQuery("select target from lane where name = :name")
                .bind("name", packet.target()).mapTo(int.class).findOne())
                .map(target -> new Place(packet.event(), target, packet.part(), packet.revision()))
                .orElseThrow(() -> refusal(packet));
        var settled = settle(() -> new Deciding(List.of(place), decision, by, remaking, null));
        settled.blocked().stream().findFirst().ifPresent(blocked -> {
            throw new ActRefusedException(ProblemCode.PACKET_BLOCKED,
                    "%s stays blocked: %s".formatted(packet, blocked.reason()));
        });
        if (settled.act().isEmpty()) {
            throw refusal(packet);
        }
        return settled;
    }

    /**
     * Decides on all that a query finds at first, some packets a commit. If it ends half-way, the same query finds the rest.
     *
     * @param each told of every commit
     */
    public void decide(BlockedQuery query, Decision decision, By by, Remaking remaking, Consumer<Settled> each) {
        long newest = database.ask(h -> h.createQuery("select last_value from number").mapTo(long.class).one());
        var last = new Place(newest, Integer.MAX_VALUE, Integer.MAX_VALUE, 0);
        var from = Place.FIRST;
        for (;;) {
            var start = from;
            var places = database.ask(h -> found(h, query, start, last, CHUNK).map((row, _) -> place(row)).list());
            if (places.isEmpty()) {
                return;
            }
            each.accept(settle(() -> new Deciding(places, decision, by, remaking, query)));
            from = places.getLast();
        }
    }

    private Settled settle(Supplier<Deciding> decidings) {
        for (int n = 1;; n++) {
            var deciding = decidings.get();
            try {
                return deciding.settled(acts.commit(deciding));
            } catch (AlreadySeenException e) { // someone made the same revision at the same time
                if (n == TRIES) {
                    throw new NothingWrittenException("other acts on the same packets came in between, " + n + " times",
                            e);
                }
            }
        }
    }

    private ActRefusedException refusal(PacketId packet) {
        var found = database.ask(h -> DeadPackets.packets(h, packet)).stream().filter(p -> p.id().equals(packet))
                .findFirst();
        return found.isEmpty()
                ? new ActRefusedException(ProblemCode.NO_SUCH_PACKET, "there is no packet " + packet)
                : new ActRefusedException(ProblemCode.PACKET_STATE,
                        "%s waits for no decision: %s".formatted(packet, found.get().state() == PacketState.BLOCKED
                                ? "a later revision was made of it" : "it is " + found.get().state()));
    }

    private static int number(Handle handle, String target) {
        return handle.createQuery("select target from lane where name = :name").bind("name", target)
                .mapTo(int.class).findOne().orElse(0);
    }

    private static Query found(Handle handle, BlockedQuery query, Place after, Place end, int limit) {
        return handle.createQuery(Sql.BLOCKED.text()).bind("event", after.event).bind("after", after.target)
                .bind("part", after.part).bind("endEvent", end.event).bind("endTarget", end.target)
                .bind("endPart", end.part).bind("limit", limit).bind("target", query.target())
                .bind("type", query.type()).bind("class", query.dataClass())
                .bind("from", Optional.ofNullable(query.from()).orElse(Instant.EPOCH).atOffset(ZoneOffset.UTC))
                .bind("to", query.to() == null ? null : query.to().atOffset(ZoneOffset.UTC));
    }
}
