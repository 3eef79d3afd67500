package io.hmsbridge.benchmarks.simulation;

import io.hmsbridge.core.ledger.Entry;
import io.hmsbridge.core.ledger.Leases.News;
import io.hmsbridge.core.ledger.Leases.Orders;
import io.hmsbridge.core.ledger.Outcome;
import io.hmsbridge.core.ledger.PacketState;
import io.hmsbridge.core.ledger.Position;
import io.hmsbridge.core.ledger.Queued;
import io.hmsbridge.core.ledger.Span;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * What a database would hold, for all processes that work on it, each of which has a {@link MemoryStore}. Every change is whole. To be
 * used by one thread at a time.
 */
final class MemoryLedger {

    /** A row of the outbox. */
    static final class Row {

        final Queued packet;
        PacketState state;
        Instant due;

        Row(Queued packet, PacketState state) {
            this.packet = packet;
            this.state = state;
        }
    }

    static final class Lane {

        final int target;
        final String name;
        String connector;
        long epoch;
        int owner;
        int askedBy;
        boolean paused;
        Optional<Instant> pausedUntil = Optional.empty();
        Optional<Instant> openedUntil = Optional.empty();
        String why = "";
        final TreeMap<Position, Row> outbox = new TreeMap<>();

        Lane(int target, String name) {
            this.target = target;
            this.name = name;
        }

        Stream<Row> rows(PacketState state) {
            return outbox.values().stream().filter(row -> row.state == state);
        }
    }

    static final class Node {

        final int number;
        Instant beatAt;
        List<Integer> able = List.of();
        /** Told what others want it to look at. */
        Consumer<News> woken = _ -> {};

        Node(int number, Instant beatAt) {
            this.number = number;
            this.beatAt = beatAt;
        }
    }

    /** An accepted event. */
    record Accepted(long number, String source, String id, byte[] bodyHash, int matched, Instant at) {}

    /** A row that says how an attempt went, or how a packet ended; by which process, 0 for an operator. */
    record Delivery(Queued packet, int node, long epoch, Outcome outcome) {}

    /** A packet that waits for its effective date, under the sequence that it was accepted with. */
    record Dated(Queued packet, Instant due) {}

    /** A commit that has queued packets; by which process, 0 for one whose packets all of them have to look for. */
    record Commit(int node, Span queued) {}

    private final Supplier<Instant> clock;
    private final Consumer<Fact> facts;
    final Map<String, Lane> lanes = new LinkedHashMap<>();
    final Map<Integer, Node> nodes = new TreeMap<>();
    final Map<List<String>, Accepted> events = new LinkedHashMap<>();
    /** All revisions of all packets, by event, target and part. */
    final Map<List<Object>, List<Queued>> packets = new LinkedHashMap<>();
    final List<Delivery> deliveries = new ArrayList<>();
    final List<Commit> commits = new ArrayList<>();
    /** What waits for its effective date, by its place. */
    final Map<List<Object>, Dated> scheduled = new LinkedHashMap<>();
    /** Up to which number packets were woken. */
    long woken;
    final Map<List<Object>, byte[]> memory = new HashMap<>();
    private long number;
    private long floor;
    private long acts;

    /**
     * @param clock the database's
     * @param facts told of what is committed
     */
    MemoryLedger(Supplier<Instant> clock, Consumer<Fact> facts) {
        this.clock = clock;
        this.facts = facts;
    }

    Instant now() {
        return clock.get();
    }

    long[] draw(int count) {
        var numbers = new long[count];
        for (int i = 0; i < count; i++) {
            numbers[i] = ++number;
        }
        return numbers;
    }

    /** From now on nothing is appended with a number up to this. */
    void raiseFloor(long upto) {
        floor = Math.max(floor, upto);
    }

    boolean isPassed(long number) {
        return number <= floor;
    }

    long nextAct() {
        return ++acts;
    }

    Lane lane(int target) {
        return lanes.values().stream().filter(lane -> lane.target == target).findFirst().orElseThrow();
    }

    /** The process that has a lane and is alive. */
    OptionalInt owner(Lane lane, Duration term) {
        var node = nodes.get(lane.owner);
        return node != null && node.beatAt.isAfter(now().minus(term)) ? OptionalInt.of(lane.owner)
                : OptionalInt.empty();
    }

    Orders orders(Lane lane) {
        boolean paused = lane.paused && lane.pausedUntil.map(until -> until.isAfter(now())).orElse(true);
        return new Orders(paused, lane.pausedUntil, lane.openedUntil.filter(until -> until.isAfter(now())), lane.why);
    }

    void made(Queued packet) {
        packets.computeIfAbsent(
                List.of(packet.id().event(), packet.target(), packet.id().part()), _ -> new ArrayList<>()).add(packet);
    }

    /** How many revisions there are of what an event has for a target. */
    int revisions(long event, int target, int part) {
        return packets.getOrDefault(List.of(event, target, part), List.of()).size();
    }

    /** Something that only who looks at all of it wants to know. */
    void tell(Fact fact) {
        facts.accept(fact);
    }

    /** A lane is that of a process from now on; of none if that is 0. */
    void give(Lane lane, int node) {
        lane.owner = node;
        facts.accept(new Fact.Owned(lane.name, node, lane.epoch));
    }

    /** Puts a packet into the outbox. */
    void queue(Queued packet, PacketState state) {
        lane(packet.target()).outbox.put(packet.position(), new Row(packet, state));
    }

    /** The latest revision of what this is a revision of. */
    Queued latest(Queued packet) {
        return packets.get(List.of(packet.id().event(), packet.target(), packet.id().part())).getLast();
    }

    /** Packets that wait, or are dead, of all lanes in order. */
    Stream<Row> rows() {
        return lanes.values().stream().sorted(Comparator.comparingInt(lane -> lane.target))
                .flatMap(lane -> lane.outbox.values().stream());
    }

    void ended(Queued packet, int node, long epoch, Outcome outcome) {
        deliveries.add(new Delivery(packet, node, epoch, outcome));
        facts.accept(new Fact.Recorded(packet.id(), node, epoch, outcome));
    }

    /** Where a packet of an entry stands. */
    static Object place(Entry entry) {
        return List.of(entry.packet().target(), entry.packet().position());
    }
}
