package io.hmsbridge.benchmarks.simulation;

import io.hmsbridge.api.Packet;
import io.hmsbridge.api.PacketId;
import io.hmsbridge.benchmarks.simulation.MemoryLedger.Accepted;
import io.hmsbridge.benchmarks.simulation.MemoryLedger.Commit;
import io.hmsbridge.benchmarks.simulation.MemoryLedger.Dated;
import io.hmsbridge.benchmarks.simulation.MemoryLedger.Lane;
import io.hmsbridge.benchmarks.simulation.MemoryLedger.Row;
import io.hmsbridge.core.ledger.Act;
import io.hmsbridge.core.ledger.AlreadySeenException;
import io.hmsbridge.core.ledger.AlreadySeenException.Seen;
import io.hmsbridge.core.ledger.Entry;
import io.hmsbridge.core.ledger.Entry.Died;
import io.hmsbridge.core.ledger.Entry.Ended;
import io.hmsbridge.core.ledger.Entry.Held;
import io.hmsbridge.core.ledger.Entry.Parked;
import io.hmsbridge.core.ledger.FencedException;
import io.hmsbridge.core.ledger.Folding;
import io.hmsbridge.core.ledger.Governed;
import io.hmsbridge.core.ledger.Leases;
import io.hmsbridge.core.ledger.NewAct;
import io.hmsbridge.core.ledger.NewEvent;
import io.hmsbridge.core.ledger.NewPacket;
import io.hmsbridge.core.ledger.NewPacket.Fate;
import io.hmsbridge.core.ledger.NumbersPassedException;
import io.hmsbridge.core.ledger.Outcome;
import io.hmsbridge.core.ledger.PacketState;
import io.hmsbridge.core.ledger.Position;
import io.hmsbridge.core.ledger.Queued;
import io.hmsbridge.core.ledger.RowGoneException;
import io.hmsbridge.core.ledger.Span;
import io.hmsbridge.core.ledger.Steering;
import io.hmsbridge.core.ledger.Store;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** A process's way to a {@link MemoryLedger}. It does what Postgres does, as far as {@code StoreContract} asks. */
class MemoryStore implements Store {

    private final MemoryLedger ledger;
    private final MemoryLeases leases;
    private final MemoryFolding folding;
    /** How many commits have been looked at for news. */
    private int followed;
    private int followedBefore;

    /** @param term how long a process that has gone silent keeps its lanes */
    MemoryStore(MemoryLedger ledger, Duration term) {
        this.ledger = ledger;
        leases = new MemoryLeases(ledger, term);
        folding = new MemoryFolding(ledger, leases.node());
        followed = ledger.commits.size();
    }

    @Override
    public String incarnation() {
        return "sim";
    }

    @Override
    public int target(String name, String connector) {
        var lane = ledger.lanes.computeIfAbsent(name, _ -> new Lane(ledger.lanes.size() + 1, name));
        lane.connector = connector;
        return lane.target;
    }

    @Override
    public List<KnownTarget> awaited() {
        return ledger.lanes.values().stream().filter(lane -> !lane.outbox.isEmpty())
                .map(lane -> new KnownTarget(lane.name, lane.connector)).toList();
    }

    // Events

    @Override
    public long[] draw(int count) {
        return ledger.draw(count);
    }

    @Override
    public Appended append(long[] numbers, List<NewEvent> events) {
        refuseSeen(events);
        if (ledger.isPassed(numbers[0])) {
            throw new NumbersPassedException(null);
        }
        boolean news = hasNews();
        var at = ledger.now();
        boolean queues = false;
        for (int i = 0; i < numbers.length; i++) {
            var event = events.get(i).event();
            ledger.events.put(List.of(event.source(), event.id()), new Accepted(numbers[i], event.source(), event.id(),
                    events.get(i).bodyHash(), events.get(i).packets().size(), at));
            var origin = new Packet.Origin(event.source(), event.id(), event.type(), event.subject(), event.time(), at);
            for (var packet : events.get(i).packets()) {
                append(queued(numbers[i], packet, origin), packet.fate());
                queues |= packet.fate() instanceof Fate.Queue;
            }
        }
        if (queues) {
            ledger.commits.add(new Commit(leases.node(), new Span(numbers[0], numbers[numbers.length - 1])));
        }
        return new Appended(at, news);
    }

    private void refuseSeen(List<NewEvent> events) {
        var seen = new HashMap<Integer, Seen>();
        var ids = new HashSet<List<String>>();
        boolean twice = false;
        for (int i = 0; i < events.size(); i++) {
            var id = List.of(events.get(i).event().source(), events.get(i).event().id());
            twice |= !ids.add(id);
            var before = ledger.events.get(id);
            if (before != null) {
                seen.put(i, new Seen(before.number(), Arrays.equals(before.bodyHash(), events.get(i).bodyHash())));
            }
        }
        if (twice || !seen.isEmpty()) {
            throw new AlreadySeenException(seen);
        }
    }

    private static Queued queued(long number, NewPacket packet, Packet.Origin origin) {
        return new Queued(new PacketId(number, packet.targetName(), packet.part(), 0), packet.target(), number,
                packet.key(), packet.keyHash(), 0, 0, packet.form(), packet.content(), packet.sheet(), origin, "",
                Governed.NONE);
    }

    private void append(Queued packet, Fate fate) {
        ledger.made(packet);
        ledger.tell(fate instanceof Fate.Schedule ? new Fact.Scheduled(packet.origin().id(), packet.id())
                : new Fact.Accepted(packet.origin().id(), packet.id(), packet.key(), packet.sequence(),
                        fields(packet)));
        switch (fate) {
            case Fate.Queue _ -> queue(packet);
            case Fate.End(var outcome, var _) when outcome == Outcome.DEAD -> ledger.queue(packet, PacketState.DEAD);
            case Fate.End(var outcome, var _) -> ledger.ended(packet, leases.node(), 0, outcome);
            case Fate.Schedule(var due) -> schedule(packet, due);
        }
    }

    /** A packet whose effective date lies ahead. */
    void schedule(Queued packet, Instant due) {
        ledger.scheduled.put(MemoryWaking.place(packet), new Dated(packet, due));
    }

    @SuppressWarnings("unchecked") // the forms but JSON_PATCH are maps
    static Map<String, Object> fields(Queued packet) {
        return (Map<String, Object>) packet.content();
    }

    /** A new packet's outbox row. */
    void queue(Queued packet) {
        ledger.queue(packet, PacketState.QUEUED);
    }

    @Override
    public List<Span> news() {
        var news = ledger.commits.subList(followed, ledger.commits.size()).stream()
                .filter(commit -> commit.node() != leases.node()).map(Commit::queued).toList();
        followedBefore = followed;
        followed = ledger.commits.size();
        return news;
    }

    /** The last answer did not arrive: whoever asks Postgres keeps for itself how far it has read. */
    void newsLost() {
        followed = followedBefore;
    }

    private boolean hasNews() {
        return ledger.commits.subList(followed, ledger.commits.size()).stream()
                .anyMatch(commit -> commit.node() != leases.node());
    }

    // Deliveries

    @Override
    public void record(List<Entry> entries) {
        if (!entries.stream().allMatch(this::isOurs)) {
            throw new FencedException(null);
        }
        var last = new LinkedHashMap<Object, Entry>();
        entries.forEach(entry -> last.put(MemoryLedger.place(entry), entry)); // within one commit a packet's last word counts
        if (last.values().stream().anyMatch(entry -> row(entry) == null)) {
            throw new RowGoneException(null);
        }
        entries.forEach(this::deliver);
        last.values().forEach(this::move);
    }

    /** Whether the lease under which it happened is the lane's. */
    boolean isOurs(Entry entry) {
        return ledger.lane(entry.packet().target()).epoch == entry.epoch();
    }

    private Row row(Entry entry) {
        var row = ledger.lane(entry.packet().target()).outbox.get(entry.packet().position());
        return row != null && row.packet.id().equals(entry.packet().id()) ? row : null;
    }

    private void deliver(Entry entry) {
        switch (entry) {
            case Ended e -> ledger.ended(e.packet(), leases.node(), e.epoch(), e.outcome());
            case Parked p -> ledger.ended(p.packet(), leases.node(), p.epoch(), p.outcome());
            case Died d -> ledger.ended(d.packet(), leases.node(), d.epoch(), d.outcome());
            case Held _ -> {}
        }
    }

    private void move(Entry entry) {
        switch (entry) {
            case Ended e -> leave(e.packet());
            case Parked p -> {
                var row = move(p.packet(), p.attempt(), p.waited(), PacketState.RETRY);
                row.due = ledger.now().plusMillis(p.delay().toMillis());
            }
            case Died d -> move(d.packet(), d.attempt(), d.packet().waited(), PacketState.DEAD);
            case Held h -> move(h.packet(), h.packet().tries(), h.packet().waited(), PacketState.HELD);
        }
    }

    /** A packet that has ended. */
    void leave(Queued packet) {
        ledger.lane(packet.target()).outbox.remove(packet.position());
    }

    private Row move(Queued packet, int tries, long waited, PacketState state) {
        var outbox = ledger.lane(packet.target()).outbox;
        var row = new Row(with(outbox.get(packet.position()).packet, tries, waited), state);
        outbox.put(packet.position(), row);
        return row;
    }

    private static Queued with(Queued packet, int tries, long waited) {
        return new Queued(packet.id(), packet.target(), packet.sequence(), packet.key(), packet.keyHash(), tries,
                waited, packet.form(), packet.content(), packet.sheet(), packet.origin(), packet.traceparent(),
                packet.governed());
    }

    // The outbox as lanes read it

    @Override
    public List<Queued> page(int target, Position after, long upto, int limit) {
        return read(target, row -> row.state == PacketState.QUEUED && row.packet.position().compareTo(after) > 0
                && row.packet.sequence() <= upto, limit);
    }

    @Override
    public DuePage due(int target, DuePage.Cursor after, int limit) {
        var now = ledger.now();
        var order = Comparator.<Row, Instant>comparing(row -> row.due)
                .thenComparing(row -> row.packet.position());
        var rows = ledger.lane(target).rows(PacketState.RETRY).filter(row -> !row.due.isAfter(now))
                .filter(row -> row.due.isAfter(after.due())
                        || row.due.equals(after.due()) && row.packet.position().compareTo(after.position()) > 0)
                .sorted(order).limit(limit).toList();
        return new DuePage(rows.stream().map(row -> row.packet).toList(), rows.isEmpty() ? after
                : new DuePage.Cursor(rows.getLast().due, rows.getLast().packet.position()));
    }

    @Override
    public List<Queued> retries(int target, Position after, int limit) {
        return read(target, row -> row.state == PacketState.RETRY && row.packet.position().compareTo(after) > 0, limit);
    }

    @Override
    public List<Queued> held(int target, long keyHash, int limit) {
        return read(target, row -> row.state == PacketState.HELD && row.packet.keyHash() == keyHash, limit);
    }

    private List<Queued> read(int target, Predicate<Row> which, int limit) {
        return ledger.lane(target).outbox.values().stream().filter(which).limit(limit).map(row -> row.packet).toList();
    }

    @Override
    public void unhold(int target, boolean withDead, boolean byKey) {
        var lane = ledger.lane(target);
        var waiting = waitingRows(lane, withDead).stream().map(row -> row.packet.keyHash()).collect(Collectors.toSet());
        lane.rows(PacketState.HELD).filter(row -> !byKey || !waiting.contains(row.packet.keyHash())).toList()
                .forEach(row -> row.state = PacketState.QUEUED);
    }

    @Override
    public List<Waiting> waiting(int target, boolean withDead) {
        return waitingRows(ledger.lane(target), withDead).stream()
                .map(row -> new Waiting(row.packet.keyHash(), row.packet.position(),
                        row.state == PacketState.DEAD ? Optional.empty() : Optional.of(left(row))))
                .toList();
    }

    private static List<Row> waitingRows(Lane lane, boolean withDead) {
        return lane.outbox.values().stream()
                .filter(row -> row.state == PacketState.RETRY || withDead && row.state == PacketState.DEAD).toList();
    }

    private Duration left(Row row) {
        var left = Duration.between(ledger.now(), row.due);
        return left.isNegative() ? Duration.ZERO : Duration.ofMillis(left.toMillis());
    }

    @Override
    public Set<Position> gone(int target, List<Position> places) {
        var outbox = ledger.lane(target).outbox;
        return places.stream().filter(place -> !outbox.containsKey(place)).collect(Collectors.toSet());
    }

    @Override
    public List<Backlog> backlog() {
        var counts = new TreeMap<String, Map<PacketState, Long>>();
        ledger.rows().forEach(row -> counts.computeIfAbsent(row.packet.id().target(), _ -> new TreeMap<>())
                .merge(row.state, 1L, Long::sum));
        var backlog = new ArrayList<Backlog>();
        counts.forEach((target, states) -> states
                .forEach((state, packets) -> backlog.add(new Backlog(target, state, packets))));
        return backlog;
    }

    @Override
    public Map<String, Long> scheduledCounts() {
        return ledger.scheduled.values().stream()
                .collect(Collectors.groupingBy(dated -> dated.packet().id().target(), Collectors.counting()));
    }

    @Override
    public Folding folding() {
        return folding;
    }

    @Override
    public Leases leases() {
        return leases;
    }

    @Override
    public Optional<Act> steer(int target, Steering steering, NewAct act) {
        var lane = ledger.lane(target);
        boolean changes = switch (steering) {
            case Steering.Pause(var until) -> {
                boolean so = ledger.orders(lane).paused() && lane.pausedUntil.equals(until);
                lane.paused = true;
                lane.pausedUntil = until;
                yield !so;
            }
            case Steering.Resume _ -> {
                var orders = ledger.orders(lane);
                lane.paused = false;
                lane.pausedUntil = Optional.empty();
                lane.openedUntil = Optional.empty();
                yield orders.paused() || orders.openUntil().isPresent();
            }
            case Steering.Open(var until) -> {
                boolean so = lane.openedUntil.equals(Optional.of(until));
                lane.openedUntil = Optional.of(until);
                yield !so;
            }
        };
        if (!changes) {
            return Optional.empty();
        }
        lane.why = steering instanceof Steering.Resume ? "" : act.why();
        return Optional.of(new Act(ledger.nextAct(), ledger.now(), act.who(), act.kind(), act.why(), act.detail(), 1));
    }

    // What connectors remember

    @Override
    public Optional<byte[]> recall(int target, String name) {
        return Optional.ofNullable(ledger.memory.get(List.of(target, name)));
    }

    @Override
    public void remember(int target, String name, byte[] value) {
        ledger.memory.put(List.of(target, name), value);
    }

    @Override
    public void forget(int target, String name) {
        ledger.memory.remove(List.of(target, name));
    }

    @Override
    public void close() {
        leases.leave();
    }
}
