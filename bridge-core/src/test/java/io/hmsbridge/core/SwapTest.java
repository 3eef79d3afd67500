package io.hmsbridge.core;

import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.hmsbridge.api.Event;
import io.hmsbridge.core.ledger.PacketState;
import io.hmsbridge.core.outbox.Limits;
import io.hmsbridge.core.outbox.RetryPolicy;
import io.hmsbridge.core.outbox.TargetSpec;
import io.hmsbridge.core.outbox.TargetStatus;
import io.hmsbridge.core.plugin.LoadedPlugin;
import io.hmsbridge.core.plugin.LoadedPlugin.State;
import io.hmsbridge.core.plugin.Pin;
import io.hmsbridge.core.plugin.PluginJars;
import io.hmsbridge.core.support.Conservation;
import io.hmsbridge.core.support.TestDatabase;
import io.hmsbridge.core.yaml.Problem;
import java.io.IOException;
import java.lang.ref.WeakReference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** Plugin jars dropped, replaced and taken away while a bridge delivers through them. */
class SwapTest {

    private static final Duration LONG = Duration.ofSeconds(30);
    private static final String TARGET = "payroll";

    /** Plugin and test share the JDK's classes alone: what a connector does is told through here. */
    private static final String TOLD = "io.hmsbridge.core.SwapTest";

    @TempDir
    private Path temp;

    /** One line for each thing that a connector did: version, what, key, sequence, idempotency key. */
    private final Queue<String> told = new ConcurrentLinkedQueue<>();
    private PluginJars jars;
    private Path plugins;
    private Bridge bridge;

    @BeforeEach
    void aBridgeWithoutPlugins() throws IOException {
        TestDatabase.clear();
        System.getProperties().put(TOLD, (Consumer<String>) told::add);
        jars = new PluginJars(Files.createDirectories(temp.resolve("built")));
        plugins = Files.createDirectories(temp.resolve("plugins"));
        var mappings = Files.createDirectories(temp.resolve("mappings"));
        Files.writeString(mappings.resolve("rates.yaml"),
                "source_event: a.b\ntargets:\n  payroll:\n    connector: Payroll\n    map:\n      n: n\n");
        var retry = new RetryPolicy(Duration.ofMillis(50), Duration.ofMillis(200), 1_000, Duration.ofDays(1));
        bridge = Bridge.builder().database(TestDatabase.url(), TestDatabase.user(), TestDatabase.password())
                .mappings(mappings).plugins(plugins).workFolder(temp.resolve("work"))
                .targets(List.of(TargetSpec.of(TARGET, "Payroll").with(Limits.concurrency(8)).with(retry))).open();
    }

    @AfterEach
    void allIsAccountedFor() {
        bridge.close();
        System.getProperties().remove(TOLD);
        Conservation.holds();
    }

    @Test
    void swapsUnderLoadLoseNothingRepeatNothingAndKeepTheOrder() throws Exception {
        int versions = 4;
        var builds = new ArrayList<Path>();
        for (int v = 1; v <= versions; v++) {
            builds.add(payroll("1." + v + ".0", "").build());
        }
        drop(builds.getFirst());
        awaitActive("1.1.0");

        var load = new Load(4_000);
        awaitSentBy("1.1.0");
        for (int v = 2; v <= versions; v++) {
            drop(builds.get(v - 1));
            awaitActive("1." + v + ".0");
            awaitSentBy("1." + v + ".0");
        }
        load.finish();
        await().atMost(LONG).until(() -> status().waiting() == 0);

        assertThat(told).noneMatch(line -> line.contains(" after-close "));
        assertThat(lines("sent").map(line -> line[4])).hasSize(load.events).doesNotHaveDuplicates();
        assertThat(lines("sent").map(line -> line[0]).distinct()).hasSize(versions);
        var last = new HashMap<String, Long>();
        lines("sent").forEach(line -> assertThat(last.merge(line[2], Long.valueOf(line[3]), (before, now) -> {
            assertThat(now).isGreaterThan(before);
            return now;
        })).isNotNull());
        assertThat(lines("closed").map(line -> line[0])).contains("1.1.0", "1.2.0", "1.3.0");
    }

    @Test
    void aSheetIsWarnedOfItsConnectorOnlyUntilItsPluginIsThere() throws Exception {
        assertThat(problems()).containsExactly("no plugin offers the connector Payroll, and its packets will wait");

        drop(payroll("1.0.0", "").build());

        await().until(() -> problems().isEmpty());
    }

    private List<String> problems() {
        return bridge.mappings().stream().flatMap(sheet -> sheet.problems().stream()).map(Problem::message).toList();
    }

    @Test
    void aVersionThatCannotMakeAConnectorForALiveTargetIsRefusedAndTheOneBeforeGoesOn() throws Exception {
        drop(payroll("1.0.0", "").build());
        awaitActive("1.0.0");

        drop(payroll("2.0.0", "if (true) throw new java.io.IOException(\"no such host\");").build());

        await().until(() -> plugin("2.0.0").state() == State.REFUSED);
        assertThat(plugin("2.0.0").problem()).contains("it cannot take over", "target payroll", "no such host");
        bridge.emitAndWait(Event.of("a.b", Map.of("n", 1)), LONG);
        assertThat(lines("sent").map(line -> line[0])).containsExactly("1.0.0");
        assertThat(plugin("1.0.0").state()).isEqualTo(State.ACTIVE);
    }

    @Test
    void aDeletedPluginParksItsTargetVisiblyAndItsReturnDeliversInOrder() throws Exception {
        var jar = payroll("1.0.0", "").build();
        var kept = Files.copy(jar, temp.resolve("kept.jar"));
        drop(jar);
        awaitActive("1.0.0");

        Files.delete(plugins.resolve("payroll.jar"));

        await().until(() -> status().state() == TargetStatus.State.WAITING);
        assertThat(status().reason()).isEqualTo("no plugin offers Payroll");
        for (int n = 0; n < 20; n++) {
            bridge.emit(Event.of("a.b", Map.of("n", n)).withSubject("k"));
        }
        assertThat(status().waiting()).isEqualTo(20);
        assertThat(lines("sent")).isEmpty();

        drop(kept);

        await().atMost(LONG).until(() -> status().waiting() == 0);
        assertThat(lines("sent").map(line -> Long.valueOf(line[3]))).hasSize(20).isSorted();
    }

    @Test
    void oneTargetTriesAVersionWhileTheOthersStayWithTheOneTheyHave() throws Exception {
        Files.writeString(temp.resolve("mappings/pilot.yaml"),
                "source_event: c.d\ntargets:\n  pilot:\n    connector: Payroll\n    map:\n      n: n\n");
        bridge.acceptVersions(List.of(Pin.parse("payroll@1")));
        var pilot = TargetSpec.of("pilot", "Payroll");
        bridge.declare(List.of(TargetSpec.of(TARGET, "Payroll"), pilot));
        drop(payroll("1.0.0", "").build());
        awaitActive("1.0.0");
        Files.move(payroll("2.0.0", "").build(), plugins.resolve("next.jar"), ATOMIC_MOVE);
        await().until(() -> plugin("2.0.0").state() == State.STANDBY);

        bridge.declare(List.of(TargetSpec.of(TARGET, "Payroll"), pilot.pinned(Pin.parse("payroll@2"))));

        assertThat(bridge.targets()).extracting(TargetStatus::name, TargetStatus::plugin)
                .contains(tuple("payroll", "payroll 1.0.0"), tuple("pilot", "payroll 2.0.0"));
        bridge.emitAndWait(Event.of("a.b", Map.of("n", 1)), LONG);
        bridge.emitAndWait(Event.of("c.d", Map.of("n", 1)), LONG);
        assertThat(lines("sent").map(line -> line[0])).containsExactly("1.0.0", "2.0.0");
        assertThat(lines("closed").map(line -> line[0])).describedAs("nobody else was swapped")
                .containsExactly("1.0.0");

        bridge.declare(List.of(TargetSpec.of(TARGET, "Payroll"), pilot.pinned(Pin.parse("payroll@3"))));

        assertThat(bridge.targets()).extracting(TargetStatus::reason)
                .contains("no plugin offers Payroll as payroll@3");
    }

    @Test
    void aPluginThatWasBuiltAgainstTheFirstApiStillLoadsAndDelivers() throws Exception {
        var greeted = new ConcurrentLinkedQueue<String>();
        System.getProperties().put("acme.greeting", (Consumer<String>) greeted::add);
        try (var jar = SwapTest.class.getResourceAsStream("/compatibility/api-1.0/greeting-1.0.0.jar")) {
            Files.copy(jar, plugins.resolve("greeting.jar"));
        }
        await().until(() -> bridge.connectors().contains("Greeting"));
        Files.writeString(temp.resolve("mappings/greeting.yaml"), """
                source_event: person.came
                targets:
                  door:
                    connector: Greeting
                    with: {mark: "?"}
                    map: {who: name}
                """);
        await().until(() -> bridge.mappings().stream()
                .anyMatch(s -> s.live().isPresent() && s.name().startsWith("greeting")));

        var packets = bridge.emitAndWait(Event.of("person.came", Map.of("who", "Ada")), LONG);

        assertThat(packets).singleElement()
                .satisfies(packet -> assertThat(packet.state()).isEqualTo(PacketState.SENT));
        assertThat(greeted).containsExactly("Hello Ada?");
        System.getProperties().remove("acme.greeting");
    }

    @Test
    void whatAPluginPutsIntoThreadLocalsGoesWithItsConnector() throws Exception {
        var loader = new AtomicReference<WeakReference<Object>>();
        System.getProperties().put("acme.loader", (Consumer<Object>) one -> loader.set(new WeakReference<>(one)));
        drop(jars.plugin("payroll", "1.0.0").source("acme.PayrollFactory", """
                package acme;
                import io.hmsbridge.api.*;
                import java.util.function.Consumer;
                @org.pf4j.Extension
                public class PayrollFactory implements ConnectorFactory {
                    static final class Left { }
                    static final ThreadLocal<Left> LEFT = new ThreadLocal<>();
                    static { leave(); }
                    static void leave() { LEFT.set(new Left()); }
                    @Override public String name() { leave(); return "Payroll"; }
                    @Override public SettingsSpec use() { leave(); return SettingsSpec.NONE; }
                    @Override public SettingsSpec settings() { leave(); return SettingsSpec.NONE; }
                    @Override @SuppressWarnings("unchecked") public Connector create(ConnectorContext context) {
                        leave();
                        var told = (Consumer<Object>) System.getProperties().get("acme.loader");
                        told.accept(getClass().getClassLoader());
                        return new Connector() {
                            @Override public SendResult send(Packet packet) {
                                leave();
                                return SendResult.delivered("took it");
                            }
                            @Override public Health probe() { leave(); return Health.awake("yes"); }
                            @Override public void close() { leave(); }
                        };
                    }
                }
                """).build());
        awaitActive("1.0.0");
        bridge.emitAndWait(Event.of("a.b", Map.of("n", 1)), LONG);

        Files.delete(plugins.resolve("payroll.jar"));

        await().atMost(LONG).untilAsserted(() -> {
            System.gc();
            assertThat(loader.get().get()).isNull();
        });
        System.getProperties().remove("acme.loader");
    }

    @Test
    void aSwapIsToldInTheLogWithThePauseOfItsLane() throws Exception {
        var log = new ListAppender<ILoggingEvent>();
        log.start();
        var logger = (Logger) LoggerFactory.getLogger(TargetSpec.class.getPackageName());
        logger.addAppender(log);
        logger.setLevel(Level.INFO); // as a server logs
        try {
            drop(payroll("1.0.0", "").build());
            awaitActive("1.0.0");
            drop(payroll("1.1.0", "").build());
            awaitActive("1.1.0");

            await().untilAsserted(() -> assertThat(log.list)
                    .filteredOn(line -> line.getMessage().equals("target ready"))
                    .extracting(line -> line.getKeyValuePairs().toString()).anyMatch(pairs -> pairs
                            .matches(".*paused_ms=\"\\d+\".*target=\"payroll\".*plugin=\"payroll 1\\.1\\.0\".*")));
        } finally {
            logger.detachAppender(log);
            logger.setLevel(null);
        }
    }

    /** Emits in batches on a thread of its own. */
    private final class Load {

        private final int events;
        private final Thread thread;

        Load(int events) {
            this.events = events;
            thread = Thread.ofVirtual().start(() -> {
                for (int i = 0; i < events; i += 10) {
                    var batch = new ArrayList<Event>();
                    for (int j = i; j < i + 10; j++) {
                        batch.add(Event.of("a.b", Map.of("n", j)).withSubject("k" + j % 40));
                    }
                    bridge.emit(batch);
                }
            });
        }

        void finish() throws InterruptedException {
            assertThat(thread.join(LONG)).isTrue();
        }
    }

    /** @param created runs when a connector is made */
    private PluginJars.Recipe payroll(String version, String created) {
        return jars.plugin("payroll", version).source("acme.PayrollFactory", """
                package acme;
                import io.hmsbridge.api.*;
                import java.util.function.Consumer;
                @org.pf4j.Extension
                public class PayrollFactory implements ConnectorFactory {
                    @SuppressWarnings("unchecked")
                    static final Consumer<Object> TELL = (Consumer<Object>) System.getProperties().get("%s");
                    @Override public String name() { return "Payroll"; }
                    @Override public Connector create(ConnectorContext context) throws Exception {
                        %s
                        return new Connector() {
                            private volatile boolean closed;
                            @Override public SendResult send(Packet packet) throws Exception {
                                Thread.sleep(1);
                                tell(closed ? "after-close" : "sent", packet);
                                return SendResult.delivered("took it");
                            }
                            private void tell(String what, Packet packet) {
                                TELL.accept(String.join(" ", "%s", what, packet.key(), "" + packet.sequence(),
                                        packet.idempotencyKey()));
                            }
                            @Override public void close() { closed = true; TELL.accept("%s closed"); }
                        };
                    }
                }
                """.formatted(TOLD, created, version, version));
    }

    private void drop(Path jar) throws IOException {
        Files.move(jar, plugins.resolve("payroll.jar"), ATOMIC_MOVE, REPLACE_EXISTING);
    }

    private void awaitActive(String version) {
        await().atMost(LONG).until(() -> plugin(version).state() == State.ACTIVE
                && status().state() == TargetStatus.State.RUNNING);
    }

    private void awaitSentBy(String version) {
        await().atMost(LONG).until(() -> lines("sent").anyMatch(line -> line[0].equals(version)));
    }

    private LoadedPlugin plugin(String version) {
        return bridge.plugins().stream().filter(p -> p.version().equals(version)).findFirst()
                .orElse(new LoadedPlugin("", "", plugins, List.of(), State.STARTING, Instant.EPOCH, ""));
    }

    private TargetStatus status() {
        return bridge.targets().stream().filter(t -> t.name().equals(TARGET)).findFirst().orElseThrow();
    }

    private Stream<String[]> lines(String what) {
        return told.stream().map(line -> line.split(" ")).filter(line -> line[1].equals(what));
    }
}
