package io.hmsbridge.benchmarks;

import io.hmsbridge.api.Event;
import io.hmsbridge.api.Packet;
import io.hmsbridge.core.Bridge;
import io.hmsbridge.core.BridgeBuilder;
import io.hmsbridge.core.calendar.CronTimes;
import io.hmsbridge.core.calendar.Windows;
import io.hmsbridge.core.calendar.Windows.Kind;
import io.hmsbridge.core.calendar.Windows.Rule;
import io.hmsbridge.core.ledger.By;
import io.hmsbridge.core.ledger.PacketState;
import io.hmsbridge.core.ledger.PacketView;
import io.hmsbridge.core.ledger.Replay;
import io.hmsbridge.core.ledger.ReplayJob;
import io.hmsbridge.core.ledger.ReplayPreview;
import io.hmsbridge.core.outbox.Limits;
import io.hmsbridge.core.outbox.Rate;
import io.hmsbridge.core.outbox.SharedLimits;
import io.hmsbridge.core.outbox.TargetSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/** The bridge, embedded as a library. All that the benchmarks know of the engine stands here, in {@link SinkConnector} and in
 * {@link LedgerFill}. */
final class BridgePipeline implements Pipeline {

    /** As much as a limit may let pass. */
    private static final Optional<Rate> MOST = Rate.parse("1000000/s");
    /** All day, but for a minute a year. */
    private static final Windows WIDE = new Windows(List.of(
            new Rule(Kind.ALLOW, new CronTimes("0 0 * * *", Duration.ofDays(1)), ZoneId.of("America/New_York")),
            new Rule(Kind.DENY, new CronTimes("0 4 1 1 *", Duration.ofMinutes(1)), ZoneId.of("Europe/Paris"))));

    private final Load load = Load.ofNow();
    private final Witness witness;
    private final CountDownLatch release = new CountDownLatch(1);
    private final Semaphore room = new Semaphore(UNCOMMITTED);
    /** Which event of ours has which number, while that is asked for. */
    private final Map<Long, Long> byNumber = new ConcurrentHashMap<>();
    private final Set<String> posting;
    private final Bridge bridge;
    private final Connection database;
    private final PreparedStatement waiting;
    /** The last event that was in the ledger before. */
    private final long earlier;
    private final Instant opened = Instant.now();
    /** When what is emitted takes effect; null for at once. */
    private Instant effective;
    private String type = Load.TYPE;
    private volatile boolean watched;
    private volatile Throwable failure;

    BridgePipeline(Setup setup, Witness witness) throws SQLException, IOException {
        this(setup, witness, UnaryOperator.identity());
    }

    /** @param more what is to be set beside what every pipeline has */
    BridgePipeline(Setup setup, Witness witness, UnaryOperator<BridgeBuilder> more) throws SQLException, IOException {
        this.witness = witness;
        posting = IntStream.range(0, setup.targets().size()).filter(i -> setup.targets().get(i).posts())
                .mapToObj(Load::target).collect(Collectors.toSet());
        var apart = IntStream.range(0, setup.targets().size()).boxed()
                .collect(Collectors.partitioningBy(i -> setup.targets().get(i).isApart()));
        Files.writeString(Path.of(setup.folder(), "order.yaml"), Load.sheet(Load.TYPE, apart.get(false)));
        if (!apart.get(true).isEmpty()) {
            Files.writeString(Path.of(setup.folder(), "apart.yaml"), Load.sheet(Load.APART, apart.get(true)));
        }
        var access = setup.database();
        bridge = more.apply(Bridge.builder().database(access.url(), access.user(), access.password())
                .mappings(Path.of(setup.folder())).connector(new SinkConnector(this::delivered, release))
                .targets(targets(setup))).open();
        database = DriverManager.getConnection(access.url(), access.user(), access.password());
        earlier = number("select coalesce(max(id), 0) from hms_bridge.event");
        waiting = database.prepareStatement(
                "select exists (select from hms_bridge.outbox where target = any (?) and sequence > ?)");
        waiting.setArray(1, database.createArrayOf("int", numbers()));
        waiting.setLong(2, earlier);
    }

    private static List<TargetSpec> targets(Setup setup) {
        return IntStream.range(0, setup.targets().size())
                .mapToObj(i -> behaving(setup.targets().get(i), setup.concurrency(),
                        TargetSpec.of(Load.target(i), SinkConnector.NAME)
                                .with(Map.of("base", setup.sink().toString(), "manner",
                                        setup.targets().get(i).name()))
                                .with(Limits.concurrency(setup.concurrency())).in(List.of("127.0.0.0/8"))))
                .toList();
    }

    private static TargetSpec behaving(Setup.Manner manner, int concurrency, TargetSpec spec) {
        return switch (manner) {
            case FOLDS -> spec.coalescing(true);
            case BOUNDED_APART -> spec.within(WIDE)
                    .with(new Limits(concurrency, MOST).sharing(
                            new SharedLimits("system", OptionalInt.of(concurrency), MOST)));
            default -> spec;
        };
    }

    Bridge bridge() {
        return bridge;
    }

    /** The numbers that the ledger gave the targets that post. */
    private Object[] numbers() throws SQLException {
        var numbers = new ArrayList<Integer>();
        try (var lanes = database.prepareStatement("select target from hms_bridge.lane where name = any (?)")) {
            lanes.setArray(1, database.createArrayOf("text", posting.toArray()));
            try (var rows = lanes.executeQuery()) {
                while (rows.next()) {
                    numbers.add(rows.getInt(1));
                }
            }
        }
        return numbers.toArray();
    }

    @Override
    public void emit(long first, int count) throws InterruptedException {
        room.acquire(count);
        emit(LongStream.range(first, first + count).mapToObj(this::event).toList(), room);
    }

    /** Emits events of the usual type as fast as they are taken, whatever else is emitted meanwhile. */
    void flood(long first, int count, int batch) throws InterruptedException {
        var own = new Semaphore(UNCOMMITTED);
        for (long next = first; next < first + count; next += batch) {
            int some = (int) Math.min(batch, first + count - next);
            own.acquire(some);
            emit(LongStream.range(next, next + some).mapToObj(load::event).toList(), own);
        }
    }

    private void emit(List<Event> events, Semaphore from) {
        var _ = bridge.emitAsync(events).whenComplete((_, e) -> {
            if (e != null) {
                failure = e;
            }
            from.release(events.size());
        });
    }

    private Event event(long number) {
        var event = load.event(number);
        return effective == null && type.equals(event.type()) ? event
                : new Event(event.id(), event.source(), type, event.subject(), event.time(), event.data(),
                        effective == null ? Map.of() : Map.of("effectiveat", effective.toString()));
    }

    /** Whether what is emitted from now on is of the type that has a target of its own. */
    void setApart(boolean apart) {
        type = apart ? Load.APART : Load.TYPE;
    }

    /** No packet waits for its effective date any more. */
    void forgetScheduled() throws SQLException {
        execute("delete from hms_bridge.scheduled");
    }

    /** What was deleted before is cleared away, so that what is measured next does not pay for it. */
    void settle() throws SQLException {
        execute("vacuum hms_bridge.scheduled");
    }

    private void execute(String command) throws SQLException {
        try (var statement = database.createStatement()) {
            statement.execute(command);
        }
    }

    /** How many packets have ended, however they did. */
    long ended() throws SQLException {
        return number("select count(*) from hms_bridge.delivery where outcome >= 10 and event > " + earlier);
    }

    /** What is emitted from now on takes effect then; null for at once. */
    void takeEffect(Instant moment) {
        effective = moment;
    }

    private void delivered(Packet packet) {
        long event = (Long) packet.fields().get("id");
        if (watched) {
            byNumber.put(packet.id().event(), event);
        }
        witness.delivered(event);
    }

    private void changed(PacketView packet) {
        if (packet.state() == PacketState.SENT && posting.contains(packet.id().target())
                && byNumber.get(packet.id().event()) instanceof Long event) {
            witness.recorded(event);
        }
    }

    @Override
    public void awaitCommits() throws InterruptedException {
        room.acquire(UNCOMMITTED);
        room.release(UNCOMMITTED);
    }

    @Override
    public Watch watch() {
        watched = true;
        var watch = bridge.onPacket(this::changed);
        return () -> {
            watch.close();
            watched = false;
            byNumber.clear();
        };
    }

    @Override
    public void check() {
        if (failure != null) {
            throw new IllegalStateException("an event was not accepted", failure);
        }
    }

    @Override
    public boolean isEmpty() throws SQLException {
        try (var rows = waiting.executeQuery()) {
            return rows.next() && !rows.getBoolean(1);
        }
    }

    @Override
    public long deliveries() throws SQLException {
        return number("select count(*) from hms_bridge.delivery where detail like 'POST %204' and event > " + earlier);
    }

    /** Counts, as its preview does, what a replay of all that was emitted would send. */
    ReplayPreview previewReplay() {
        return bridge.replays().preview(all());
    }

    /** Orders such a replay, waits until it is through, and answers how many packets it queued, which may still be on their way. */
    long replay(boolean withOvertaken) throws InterruptedException {
        var job = bridge.replays().start(withOvertaken ? all().includingOvertaken() : all(), new By("benchmark", ""));
        while (!bridge.replays().find(job.id()).orElseThrow().state().isTerminal()) {
            TimeUnit.MILLISECONDS.sleep(10);
        }
        var state = bridge.replays().find(job.id()).orElseThrow();
        if (state.state() != ReplayJob.State.DONE) {
            throw new IllegalStateException("the replay ended as " + state);
        }
        return state.counts().queued();
    }

    private Replay all() {
        return Replay.between(opened, Instant.now().plusSeconds(1));
    }

    private long number(String query) throws SQLException {
        try (var statement = database.createStatement(); var rows = statement.executeQuery(query)) {
            rows.next();
            return rows.getLong(1);
        }
    }

    @Override
    public void close() throws SQLException {
        release.countDown();
        bridge.close();
        database.close();
    }
}
