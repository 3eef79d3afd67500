package io.hmsbridge.core.ledger;

import com.zaxxer.hikari.HikariDataSource;
import io.hmsbridge.api.Event;
import io.hmsbridge.api.PacketId;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.jdbi.v3.core.argument.Argument;

/** The ledger in PostgreSQL 15 or newer. */
public final class PostgresLedger implements Ledger {

    private final HikariDataSource pool;
    private final Jdbi jdbi;
    private final String incarnation;
    private final byte[] markKey;
    private final Journal events;
    private final Journal deliveries;
    private final EventWriter eventWriter;
    private final DeliveryWriter deliveryWriter;
    private final ActWriter acts;
    private final DeadPackets deadPackets;
    private final Searching searching;
    private final BlockedPackets blockedPackets;
    private final Scheduled scheduled;
    private final PostgresFolding folding;
    private final Deadlines deadlines;
    private final Transitions transitions;
    private final ReplayJobs replays;
    private final ReplayWriter replayWriter;
    private final Tokens tokens;
    private final Balance balance;
    private final Followed followed = new Followed();
    private final PostgresLeases leases;
    private final ActWriter cuts;
    private final Housekeeper housekeeper;
    private volatile Predicate<String> holds = _ -> false;
    private final Map<Integer, String> targetNames = new ConcurrentHashMap<>();
    private final Map<String, Registered> registered = new ConcurrentHashMap<>();

    private record Registered(int number, String connector) {}

    private PostgresLedger(Database database, HikariDataSource pool, Node node, Duration leaseTerm,
            Keeping keeping) {
        this.pool = pool;
        jdbi = Jdbi.create(pool);
        leases = PostgresLeases.join(jdbi, database, node, leaseTerm);
        var installation = jdbi.withHandle(
                h -> h.createQuery("select incarnation, mark_key from installation").mapToMap().one());
        incarnation = (String) installation.get("incarnation");
        markKey = (byte[]) installation.get("mark_key");
        events = new Journal(pool, writer(node, true));
        deliveries = new Journal(pool, writer(node, false));
        var recent = new Recent();
        eventWriter = new EventWriter(events, new Marks(markKey), followed, recent);
        deliveryWriter = new DeliveryWriter(deliveries, recent);
        // Like another process's: who accepts events hears of what they have queued from the ledger, before it hands over its own.
        var others = new Journal.Writer(node.name(), leases.node(), true, _ -> {});
        acts = new ActWriter(new Journal(pool, others));
        DeadPackets.Asking asking = new DeadPackets.Asking() {
            @Override
            public <T> T ask(Function<Handle, T> query) {
                return query(query);
            }
        };
        deadPackets = new DeadPackets(asking, acts);
        searching = new Searching(asking);
        blockedPackets = new BlockedPackets(asking, acts);
        replays = new ReplayJobs(asking, acts, leases.node());
        deadlines = new Deadlines(asking);
        transitions = new Transitions(asking, incarnation, recent);
        folding = new PostgresFolding(asking, new Journal(pool, writer(node, false)));
        scheduled = new Scheduled(asking, acts, new Journal(pool, others));
        replayWriter = new ReplayWriter(asking, database, new Journal(pool, others), leases.node());
        balance = new Balance(asking);
        tokens = new Tokens(asking, acts);
        news(); // begins to follow
        cuts = new ActWriter(new Journal(pool, writer(node, false)));
        housekeeper = new Housekeeper(database, chores(keeping));
    }

    private List<Housekeeper.Chore> chores(Keeping keeping) {
        var chores = new ArrayList<Housekeeper.Chore>(
                List.of(new Room(), new SweptOutbox(), new SeenSlots(keeping.ids())));
        keeping.events().ifPresent(keep -> chores.add(new Retention(cuts, keep, target -> holds.test(target))));
        return chores;
    }

    /** @param target tells by name whether its dead packets hold up others: those stay until an operator acts on them */
    public void holding(Predicate<String> target) {
        holds = target;
    }

    private Journal.Writer writer(Node node, boolean queues) {
        return new Journal.Writer(node.name(), leases.node(), queues, followed::own);
    }

    /** {@link #open(Database, Node, Duration, Keeping)} that keeps what is usual. */
    public static PostgresLedger open(Database database, Node node, Duration leaseTerm) {
        return open(database, node, leaseTerm, Keeping.DEFAULT);
    }

    /**
     * Opens the ledger, creating or migrating its schema.
     *
     * @param node this process among those that share the database
     * @param leaseTerm how long a process that has gone silent keeps its lanes; the same for all that share the database
     * @param keeping what its housekeeper may let go, and when
     * @throws LedgerUnavailableException in words for people if the database cannot be used
     */
    public static PostgresLedger open(Database database, Node node, Duration leaseTerm, Keeping keeping) {
        var pool = database.open();
        try {
            return new PostgresLedger(database, pool, node, leaseTerm, keeping);
        } catch (RuntimeException e) {
            pool.close();
            throw e;
        }
    }

    @Override
    public String incarnation() {
        return incarnation;
    }

    @Override
    public int target(String name, String connector) {
        var known = registered.get(name);
        if (known != null && known.connector.equals(connector)) {
            return known.number; // without the database, which may be away when a plugin changes
        }
        int number = query(h -> h.createQuery(Sql.TARGET.text()).bind("name", name).bind("connector", connector)
                .mapTo(int.class).one());
        targetNames.put(number, name);
        registered.put(name, new Registered(number, connector));
        return number;
    }

    @Override
    public List<KnownTarget> awaited() {
        return query(h -> h.createQuery(Sql.AWAITED.text())
                .map((row, _) -> new KnownTarget(row.getString("name"), row.getString("connector")))
                .list());
    }

    @Override
    public Optional<String> lastSheet(String name) {
        return query(
                h -> h.createQuery("select content from sheet where name = :name order by since desc, id desc limit 1")
                        .bind("name", name).mapTo(String.class).findOne());
    }

    @Override
    public int sheet(String name, byte[] version, String content) {
        return query(h -> h.createQuery(Sql.SHEET.text()).bind("name", name).bind("version", version)
                .bind("content", content).mapTo(int.class).one());
    }

    @Override
    public SheetText sheet(int number) {
        return query(h -> h.createQuery("select name, content from sheet where id = :id").bind("id", number)
                .map((row, _) -> new SheetText(row.getString("name"), row.getString("content"))).one());
    }

    @Override
    public Optional<SheetText> sheet(String version) {
        return query(h -> h
                .createQuery("select name, content from sheet where encode(version, 'hex') like :version || '%'"
                        + " order by since desc, id desc limit 1")
                .bind("version", version)
                .map((row, _) -> new SheetText(row.getString("name"), row.getString("content"))).findOne());
    }

    @Override
    public String pseudonym(String text) {
        return new Marks(markKey).pseudonym(text);
    }

    @Override
    public int policy(byte[] version, String content) {
        return query(h -> h.createQuery(Sql.POLICY.text()).bind("version", version).bind("content", content)
                .mapTo(int.class).one());
    }

    @Override
    public List<PolicyText> policies() {
        return query(h -> h.createQuery("select id, encode(version, 'hex') as version, content, since from policy"
                + " order by id desc")
                .map((row, _) -> new PolicyText(row.getInt("id"), row.getString("version"), row.getString("content"),
                        Rows.instant(row, "since")))
                .list());
    }

    @Override
    public List<Disclosed> disclosed(Instant from, Instant to, String target) {
        return query(h -> h.createQuery(Sql.DISCLOSED.text()).bind("from", from.atOffset(ZoneOffset.UTC))
                .bind("to", to == null ? null : to.atOffset(ZoneOffset.UTC)).bind("target", target)
                .map((row, _) -> new Disclosed(row.getString("target"), row.getString("class"),
                        row.getString("action"), row.getInt("policy"), row.getLong("packets"),
                        Rows.instant(row, "first"), Rows.instant(row, "last")))
                .list());
    }

    @Override
    public Optional<StoredPacket> stored(PacketId packet) {
        return query(h -> DeadPackets.packets(h, packet).stream().filter(p -> p.id().equals(packet)).findFirst()
                .map(view -> h.createQuery("select form, content from packet where event = :event and part = :part"
                        + " and rev = :rev and target = (select target from lane where name = :target)")
                        .bind("event", packet.event()).bind("part", packet.part()).bind("rev", packet.revision())
                        .bind("target", packet.target()).map((row, _) -> Rows.stored(view, row)).one()));
    }

    @Override
    public Optional<Event> event(long number) {
        return query(h -> h.createQuery("select source, ext_id, type, subject, time, extensions, data from event"
                + " where id = :id").bind("id", number).map((row, _) -> Rows.source(row)).findOne());
    }

    @Override
    public BlockedPackets blockedPackets() {
        return blockedPackets;
    }

    @Override
    public long[] draw(int count) {
        return eventWriter.draw(count);
    }

    @Override
    public Appended append(long[] numbers, List<NewEvent> batch) {
        return eventWriter.append(numbers, batch);
    }

    @Override
    public List<Span> news() {
        return query(h -> {
            int newest = h.createQuery("select coalesce(max(id), 0) from stream").mapTo(int.class).one();
            return followed.look(newest, () -> streams(h), (streams, to) -> commits(h, streams, to)).stream()
                    .map(Followed.Commit::queued).filter(Objects::nonNull).toList();
        });
    }

    private static Map<Integer, Long> streams(Handle handle) {
        var streams = new HashMap<Integer, Long>();
        handle.createQuery(Sql.STREAMS.text()).map((row, _) -> streams.put(row.getInt("id"), row.getLong("n"))).list();
        return streams;
    }

    private static List<Followed.Commit> commits(Handle handle, int[] streams, long[] to) {
        return handle.createQuery(Sql.NEWS.text()).bind("followed", (Argument) (p, sql, _) -> sql.setObject(p, streams))
                .bind("followedTo", (Argument) (p, sql, _) -> sql.setObject(p, to))
                .map((row, _) -> {
                    long low = row.getLong("low");
                    return new Followed.Commit(row.getInt("stream"), row.getLong("n"),
                            row.wasNull() ? null : new Span(low, row.getLong("high")));
                }).list();
    }

    @Override
    public void record(List<Entry> entries) {
        deliveryWriter.record(entries);
    }

    @Override
    public List<Queued> page(int target, Position after, long upto, int limit) {
        return inOrder(h -> h.createQuery(Sql.PAGE.text()).bind("target", target).bind("sequence", after.sequence())
                .bind("part", after.part()).bind("upto", upto)
                .bind("limit", limit).map((row, _) -> Rows.queued(row, name(target))).list());
    }

    @Override
    public DuePage due(int target, DuePage.Cursor after, int limit) {
        var next = new AtomicReference<>(after);
        var packets = inOrder(h -> h.createQuery(Sql.DUE.text()).bind("target", target).bind("limit", limit)
                .bind("dueAt", after.due().atOffset(ZoneOffset.UTC)).bind("sequence", after.position().sequence())
                .bind("part", after.position().part()).map((row, _) -> {
                    var packet = Rows.queued(row, name(target));
                    next.set(new DuePage.Cursor(Rows.instant(row, "due_at"), packet.position()));
                    return packet;
                }).list());
        return new DuePage(packets, next.get());
    }

    @Override
    public List<Queued> retries(int target, Position after, int limit) {
        return inOrder(h -> h.createQuery(Sql.RETRIES.text()).bind("target", target).bind("sequence", after.sequence())
                .bind("part", after.part()).bind("limit", limit)
                .map((row, _) -> Rows.queued(row, name(target))).list());
    }

    @Override
    public List<Queued> held(int target, long keyHash, int limit) {
        return inOrder(h -> h.createQuery(Sql.HELD.text()).bind("target", target).bind("keyHash", keyHash)
                .bind("limit", limit)
                .map((row, _) -> Rows.queued(row, name(target))).list());
    }

    @Override
    public void unhold(int target, boolean withDead, boolean byKey) {
        query(h -> h.createUpdate(Sql.UNHOLD.text()).bind("target", target).bind("withDead", withDead)
                .bind("byKey", byKey).execute());
    }

    @Override
    public List<Waiting> waiting(int target, boolean withDead) {
        return query(h -> h.createQuery(Sql.WAITING.text()).bind("target", target).bind("withDead", withDead)
                .map((row, _) -> new Waiting(row.getLong("key_hash"),
                        new Position(row.getLong("sequence"), row.getInt("part")),
                        row.getInt("state") == PacketState.DEAD_CODE ? Optional.empty()
                                : Optional.of(Duration.ofMillis(row.getLong("delay_ms")))))
                .list());
    }

    @Override
    public Set<Position> gone(int target, List<Position> places) {
        return query(h -> {
            var question = h.createQuery(Sql.GONE.text()).bind("target", target);
            new Columns<>(places).longs("sequences", Position::sequence).ints("parts", Position::part)
                    .bindTo(question);
            return question.map((row, _) -> new Position(row.getLong("sequence"), row.getInt("part"))).set();
        });
    }

    @Override
    public Optional<Act> steer(int target, Steering steering, NewAct act) {
        return acts.commit(act, commit -> PostgresLeases.steer(commit.handle(), target, steering, act.why()));
    }

    @Override
    public Leases leases() {
        return leases;
    }

    @Override
    public Optional<byte[]> recall(int target, String name) {
        return query(h -> h.createQuery("select value from memory where target = :target and name = :name")
                .bind("target", target).bind("name", name)
                .mapTo(byte[].class).findOne());
    }

    @Override
    public void remember(int target, String name, byte[] value) {
        query(h -> h.createUpdate(Sql.REMEMBER.text()).bind("target", target).bind("name", name).bind("value", value)
                .execute());
    }

    @Override
    public void forget(int target, String name) {
        query(h -> h.createUpdate("delete from memory where target = :target and name = :name").bind("target", target)
                .bind("name", name).execute());
    }

    @Override
    public List<PacketView> packets(PacketQuery query) {
        return query(h -> (query.target().isEmpty() ? h.createQuery(Sql.PACKETS.text())
                : h.createQuery(Sql.PACKETS_OF_TARGET.text()).bind("target", query.target()))
                .bind("from", query.from()).bind("to", query.to())
                .bind("limit", query.limit()).map((row, _) -> Rows.view(row)).list());
    }

    @Override
    public Found<Long> search(PacketSearch search, long before, int limit) {
        return searching.search(search, before, limit);
    }

    @Override
    public List<PacketView> outbox(String target, int limit) {
        return query(h -> h.createQuery(Sql.OUTBOX.text()).bind("target", target).bind("limit", limit)
                .map((row, _) -> Rows.view(row)).list());
    }

    @Override
    public List<Backlog> backlog() {
        return query(h -> h.createQuery(Sql.BACKLOG.text())
                .map((row, _) -> new Backlog(row.getString("name"), PacketState.waiting(row.getInt("state")),
                        row.getLong("packets")))
                .list());
    }

    @Override
    public Map<String, Duration> heads() {
        return query(h -> h.createQuery(Sql.HEADS.text()).collectRows(Collectors.toMap(
                row -> row.getColumn("name", String.class),
                row -> Duration.ofMillis(row.getColumn("ms", Long.class)))));
    }

    @Override
    public List<EventView> events(EventQuery query) {
        var sql = query.unmatchedOnly() ? Sql.UNMATCHED : Sql.EVENTS;
        return query(h -> h.createQuery(sql.text()).bind("below", query.below()).bind("limit", query.limit())
                .map((row, _) -> Rows.event(row)).list());
    }

    @Override
    public RecordedEvents recorded() {
        return new RecordedEvents(this::query);
    }

    @Override
    public List<Act> acts(ActQuery query) {
        return query(h -> h.createQuery(Sql.ACTS.text()).bind("below", query.below()).bind("limit", query.limit())
                .map((row, _) -> Rows.act(row)).list());
    }

    @Override
    public DeadPackets deadPackets() {
        return deadPackets;
    }

    @Override
    public Transitions transitions() {
        return transitions;
    }

    @Override
    public Deadlines deadlines() {
        return deadlines;
    }

    @Override
    public Map<String, Long> scheduledCounts() {
        return scheduled.counts();
    }

    @Override
    public Folding folding() {
        return folding;
    }

    @Override
    public Scheduled scheduled() {
        return scheduled;
    }

    @Override
    public ReplayJobs replays() {
        return replays;
    }

    @Override
    public ReplayWriter replayWriter() {
        return replayWriter;
    }

    @Override
    public Conserved conserved(Instant from, Instant to, int limit) {
        return accepted(from, to).map(events -> conserved(events, from, to, limit)).orElse(Conserved.NOTHING);
    }

    @Override
    public Conserved conserved(Span events, Instant from, Instant to, int limit) {
        return balance.of(events, from, to, limit);
    }

    @Override
    public Optional<Span> accepted(Instant from, Instant to) {
        return balance.accepted(from, to);
    }

    @Override
    public Tokens tokens() {
        return tokens;
    }

    @Override
    public long unmatched() {
        return query(h -> h.createQuery("select count(*) from event e where matched = 0"
                + " and not exists (select from packet p where p.event = e.id)").mapTo(long.class).one());
    }

    @Override
    public Condition condition() {
        return query(h -> Condition.ask(h, InstantSource.system()));
    }

    @Override
    public Optional<String> refusal() {
        boolean readOnly = query(h -> h.createQuery("select current_setting('transaction_read_only')::boolean")
                .mapTo(boolean.class).one());
        return readOnly ? Optional.of(Failure.IS_READ_ONLY) : Optional.empty();
    }

    /** A round of housekeeping, now. */
    void tidy() {
        housekeeper.round();
    }

    @Override
    public void close() {
        housekeeper.close();
        leases.close();
        events.close();
        deliveries.close();
        acts.close();
        scheduled.close();
        folding.close();
        replayWriter.close();
        cuts.close();
        pool.close();
    }

    private String name(int target) {
        return targetNames.get(target);
    }

    /** {@link #query} of packets by the page. */
    private <T> T inOrder(Function<Handle, T> query) {
        return query(h -> InOrder.read(h, query));
    }

    private <T> T query(Function<Handle, T> query) {
        try {
            return jdbi.withHandle(query::apply);
        } catch (JdbiException e) {
            throw new LedgerUnavailableException(Failure.of(e).words(), e);
        }
    }
}
