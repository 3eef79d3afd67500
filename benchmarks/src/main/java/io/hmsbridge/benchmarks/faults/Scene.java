package io.hmsbridge.benchmarks.faults;

import io.hmsbridge.benchmarks.history.History;
import io.hmsbridge.benchmarks.history.HistoryCheck;
import io.hmsbridge.plugins.restapi.RestConnectorFactory;
import io.hmsbridge.postgres.EmbeddedPostgres;
import io.hmsbridge.postgres.PostgresOptions;
import io.hmsbridge.testkit.Wire;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/** What one row of the campaign runs on: a PostgreSQL, servers, targets, clients, and what all of them saw. */
final class Scene implements AutoCloseable {

    static final Duration LONG = Duration.ofSeconds(90);
    /** The target that is always there. */
    static final String SINK = "sink";

    private static final int CLIENTS = 8;
    /** So many packets are on their way to a target, unless it says otherwise. */
    private static final int AT_ONCE = 16;
    private static final String POSTGRES = "postgres";

    private final Plan plan;
    private final Path folder;
    private final History history = new History();
    private final List<Server> servers = new ArrayList<>();
    /** Closed in the opposite order. */
    private final Deque<AutoCloseable> opened = new ArrayDeque<>();
    private final AtomicLong values = new AtomicLong();
    private EmbeddedPostgres postgres;
    private LedgerView ledger;
    private SettableClock clock;
    private Wire databaseWire;
    private Wire targetWire;
    private Service service;
    private Clients clients;
    private long mayRepeat;
    private boolean closed;

    private Scene(Path folder, Plan plan) {
        this.folder = folder;
        this.plan = plan;
    }

    /** Prepares one in an empty folder; {@link #begin} starts it, so that whoever has it can close it meanwhile. */
    static Scene in(Path folder, Plan plan) {
        return new Scene(folder, plan);
    }

    /** Starts all of it, and returns when events are delivered. */
    Scene begin() throws Exception {
        service = open(Service.start(history));
        service.refuse(plan::poisons);
        var data = Files.createDirectories(disk(folder)).resolve(POSTGRES);
        clock = switch (plan.clock()) {
            case OF_NOBODY -> null;
            case OF_SERVERS -> SettableClock.forThreads(folder.resolve("clock"));
            case OF_POSTGRES -> SettableClock.forProcesses(folder.resolve("clock"));
        };
        postgres = open(startPostgres(data));
        ledger = new LedgerView(postgres);
        databaseWire = open(new Wire(postgres.port()));
        targetWire = open(new Wire(service.port()));
        Files.createDirectories(plugins());
        PluginJar.copy(RestConnectorFactory.class, plugins());
        PluginJar.faulty(plugins(), "1.0.0");
        Files.createDirectories(sheet().getParent());
        Files.writeString(sheet(), sheetText());
        for (int i = 0; i < plan.nodes(); i++) {
            var own = Files.createDirectories(folder.resolve("node-" + i));
            Files.writeString(own.resolve("bridge.yaml"), configuration(own));
            var server = open(new Server(own, own.resolve("bridge.yaml"), environment()));
            servers.add(server);
            server.start();
        }
        clients = open(Clients.start(history, servers, CLIENTS, plan.perSecond(), values, System.nanoTime()));
        Wait.until(LONG, "the first event is delivered", () -> service.received(SINK) > 0);
        return this;
    }

    private synchronized <C extends AutoCloseable> C open(C part) throws Exception {
        if (closed) {
            part.close();
            throw new IOException("the campaign was stopped");
        }
        opened.push(part);
        return part;
    }

    private EmbeddedPostgres startPostgres(Path data) throws IOException {
        if (plan.clock() != Plan.Clock.OF_POSTGRES) {
            return EmbeddedPostgres.start(data);
        }
        var own = PostgresOptions.defaults().withCache(folder.resolve("programs"));
        EmbeddedPostgres.start(data, own).close(); // unpacks them
        try (var programs = Files.walk(own.cache().orElseThrow())) {
            clock.goBy(programs.filter(program -> program.endsWith("bin/postgres")).findAny().orElseThrow());
        }
        return EmbeddedPostgres.start(data, own);
    }

    private Map<String, String> environment() {
        return plan.clock() == Plan.Clock.OF_SERVERS ? clock.environment() : Map.of();
    }

    private String configuration(Path own) {
        var database = plan.databaseByWire() ? postgres.jdbcUrl().replace(":" + postgres.port() + "/",
                ":" + databaseWire.port() + "/") : postgres.jdbcUrl();
        var text = new StringBuilder("""
                data: "%s"
                mappings: "%s"
                plugins: {folder: "%s", trust: any}
                token: "%s"
                database: {url: "%s", user: "%s", password: "%s"}
                targets:
                """.formatted(own.resolve("data"), sheet().getParent(), plugins(), Server.TOKEN, database,
                postgres.user(), postgres.password()));
        int port = plan.targetsByWire() ? targetWire.port() : service.port();
        for (var target : plan.targets()) {
            boolean rest = plan.connectorOf(target).equals(Plan.REST);
            text.append("""
                      %s:
                        connector: %s
                        settings: {base: "%s", %s}
                        retry: {first: 50ms, cap: 500ms}
                        networks: [127.0.0.0/8]
                    """.formatted(target, plan.connectorOf(target), Service.uri(port, target),
                    rest ? "timeout: 2s" : "manner: \"%s\", healed: \"%s\"".formatted(target, healed()))
            );
        }
        return text.toString();
    }

    /** The mapping sheet, which is followed as it is saved. */
    Path sheet() {
        return folder.resolve("mappings/faults.yaml");
    }

    String sheetText() {
        var text = new StringBuilder("source_event: %s%ntargets:%n".formatted(Event.TYPE));
        for (var target : plan.targets()) {
            text.append("  %s:%n    connector: %s%n    map: {value: value}%n".formatted(target,
                    plan.connectorOf(target)));
            if (plan.connectorOf(target).equals(Plan.REST)) {
                text.append("    with: {path: \"/{$key}\", headers: {X-Event: \"{$event_id}\"}}\n");
            }
        }
        return text.toString();
    }

    /** The folder of plugins, which is followed as jars are replaced. */
    Path plugins() {
        return folder.resolve("plugins");
    }

    /** While it is not there, bad connectors misbehave. */
    Path healed() {
        return folder.resolve("healed");
    }

    /** The folder that PostgreSQL has its data in. */
    Path disk() {
        return disk(folder);
    }

    static Path disk(Path folder) {
        return folder.resolve("disk");
    }

    Server server() {
        return servers.getFirst();
    }

    List<Server> servers() {
        return servers;
    }

    Service service() {
        return service;
    }

    Clients clients() {
        return clients;
    }

    LedgerView ledger() {
        return ledger;
    }

    SettableClock clock() {
        return clock;
    }

    Wire databaseWire() {
        return databaseWire;
    }

    Wire targetWire() {
        return targetWire;
    }

    long postgresPid() {
        return postgres.pid();
    }

    /** How many packets the targets have of which the ledger does not know that they were sent; counts them as perhaps sent again. */
    long countUncommitted() throws Exception {
        long uncommitted = Math.max(0, service.distinct() - ledger.sent());
        mayRepeat += uncommitted;
        return uncommitted;
    }

    /** Counts what was on its way as perhaps sent again, as much as can be, each of so many times that the lane changed hands. */
    void countTakings(long times) {
        mayRepeat += times * AT_ONCE;
    }

    /** Waits until so many more events were accepted. */
    void awaitAccepted(long more) throws Exception {
        long enough = clients.accepted() + more;
        Wait.until(LONG, more + " more events are accepted", () -> clients.accepted() >= enough);
    }

    /** Waits until an event is delivered that was emitted from now on; answers after how many milliseconds. */
    long awaitDelivery() throws Exception {
        long now = System.nanoTime();
        long newest = values.get();
        Wait.until(LONG, "events are delivered again", () -> service.latest() > newest);
        return Duration.ofNanos(System.nanoTime() - now).toMillis();
    }

    /** Lets all come to its end, and judges. */
    Finding judge(String name, String what) throws Exception {
        clients.close();
        Wait.until(LONG, "nothing waits in the outbox any more", () -> ledger.waiting() == 0);
        ledger.ends(history);
        var verdict = HistoryCheck.of(history, plan.due());
        boolean conserved = server().get("/v1/ledger/conserved").contains("\"holds\":true");
        return new Finding(name, what, clients.accepted(), clients.refused(), clients.unknown(), verdict,
                mayRepeat + ledger.failedAttempts(), conserved);
    }

    /** Closes all of it, whatever fails meanwhile, and answers from then on that it was stopped. */
    @Override
    public void close() throws Exception {
        Exception failure = null;
        for (var part = next(); part != null; part = next()) {
            try {
                part.close();
            } catch (Exception e) {
                failure = e;
            }
        }
        if (failure != null) {
            throw failure;
        }
    }

    private synchronized AutoCloseable next() {
        closed = true;
        return opened.poll();
    }
}
