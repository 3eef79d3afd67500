package io.hmsbridge.testkit.contract;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.hmsbridge.api.ConnectorFactory;
import io.hmsbridge.api.Event;
import io.hmsbridge.core.Bridge;
import io.hmsbridge.core.Closing;
import io.hmsbridge.core.json.ExactJson;
import io.hmsbridge.core.ledger.PacketState;
import io.hmsbridge.core.ledger.PacketView;
import io.hmsbridge.core.outbox.RetryPolicy;
import io.hmsbridge.core.outbox.TargetSpec;
import io.hmsbridge.testkit.Wire;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A connector inside a running bridge, with a real PostgreSQL: from an event to its effect, over a target that is down, one that
 * refuses our login, and a network that fails in seven ways. Subclass it beside {@link ConnectorContract}; the module needs {@code bridge-postgres}
 * among its test dependencies. Connector and bridge run in the test's own process, so a debugger stops in either.
 */
public abstract class BridgeContract {

    private static final String EVENT = "contract.changed";
    private static final String TARGET = "under-test";
    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final Duration LONG_LIMIT = Duration.ofMinutes(1);
    private static final RetryPolicy HASTY =
            new RetryPolicy(Duration.ofMillis(100), Duration.ofMillis(200), 1_000, Duration.ofDays(1));

    @TempDir
    private Path folder;

    private interface Check {
        void run(Bridge bridge, Counterpart counterpart) throws Exception;
    }

    /** The factory under test. */
    protected abstract ConnectorFactory factory();

    /** A new counterpart, running and without any effect yet. */
    protected abstract Counterpart counterpart() throws Exception;

    /** The use's settings, as in a sheet. */
    protected Map<String, ?> with() {
        return Map.of();
    }

    /** What the network does: all seven faults, but for those that the connector's driver cannot end; none where there is no network. */
    protected Set<Wire.Manner> networkFaults() {
        return EnumSet.complementOf(EnumSet.of(Wire.Manner.PASS));
    }

    @Test
    void anEventHasItsEffect() throws Exception {
        on((bridge, counterpart) -> {
            var packets = bridge.emitAndWait(event(68), LIMIT);
            require(packets, PacketState.SENT);
            requireEffects(counterpart, 68);
        });
    }

    @Test
    void whatATargetSleptThroughHasItsEffectOnceItWakes() throws Exception {
        on((bridge, counterpart) -> {
            counterpart.play(Counterpart.DOWN);
            long event = bridge.emit(event(68)).number();
            await(bridge, packet -> packet.state() == PacketState.RETRY);
            counterpart.behave();
            require(bridge.await(event, LIMIT), PacketState.SENT);
            requireEffects(counterpart, 68);
        });
    }

    @Test
    void aLoginThatIsRefusedParksTheTargetAndKillsNothing() throws Exception {
        on((bridge, counterpart) -> {
            assumeTrue(counterpart.failures().containsKey("401"), "cannot be played");
            counterpart.play("401");
            bridge.emit(event(68));
            await(bridge, packet -> packet.state() == PacketState.RETRY && packet.detail().contains("401"));
            Breach.NOT_EXACT.unless(counterpart.effects().isEmpty(), "a login was refused, and there is an effect");
        });
    }

    /** Each fault in front of a target of its own, all at once. */
    @Test
    void whateverTheNetworkDoesNothingIsLostAndAllComesInOrder() throws Exception {
        try (var closing = new Closing()) {
            var faults = new ArrayList<NetworkFault>();
            for (var manner : networkFaults()) {
                faults.add(closing.add(new NetworkFault(manner, counterpart())));
                sheet(type(faults.getLast()), faults.getLast().name());
            }
            var bridge = closing.add(open(faults.stream().map(fault -> spec(fault.name(), fault.settings())).toList()));
            try (var all = Executors.newVirtualThreadPerTaskExecutor()) {
                var ends = new ArrayList<Future<?>>();
                faults.forEach(fault -> ends.add(all.submit(() -> {
                    fault.happen(bridge, type(fault), LONG_LIMIT);
                    return null;
                })));
                for (var end : ends) {
                    end.get();
                }
            }
        }
    }

    private static String type(NetworkFault fault) {
        return EVENT + "." + fault.name();
    }

    private void on(Check check) throws Exception {
        sheet(EVENT, TARGET);
        try (var counterpart = counterpart(); var bridge = open(List.of(spec(TARGET, counterpart.settings())))) {
            check.run(bridge, counterpart);
        }
    }

    private void sheet(String event, String target) throws IOException {
        Files.writeString(Files.createDirectories(sheets()).resolve(event + ".yaml"), """
                source_event: %s
                key: data.key
                targets:
                  %s:
                    connector: %s
                    with: %s
                    map: {rate: rate}
                """.formatted(event, target, factory().name(), ExactJson.writeString(with())));
    }

    private Path sheets() {
        return folder.resolve("mappings");
    }

    private TargetSpec spec(String target, Map<String, Object> settings) {
        return TargetSpec.of(target, factory().name()).with(Map.copyOf(settings)).with(HASTY)
                .in(List.of("127.0.0.0/8", "::1"));
    }

    private Bridge open(List<TargetSpec> targets) throws IOException {
        var database = ContractDatabase.empty();
        return Bridge.builder().database(database.jdbcUrl(), database.user(), database.password()).mappings(sheets())
                .connector(factory()).targets(targets)
                .workFolder(Files.createDirectories(folder.resolve("work"))).open();
    }

    private static Event event(int rate) {
        return Event.of(EVENT, Map.of("rate", rate, "key", "key"));
    }

    private static void await(Bridge bridge, Predicate<PacketView> condition) throws InterruptedException {
        Breach.NOT_IN_TIME.unless(Bench.eventually(LIMIT, () -> bridge.outbox().stream().anyMatch(condition)),
                "in the bridge's outbox is " + bridge.outbox());
    }

    private static void require(List<PacketView> packets, PacketState state) {
        Breach.WRONG_OUTCOME.unless(packets.size() == 1 && packets.getFirst().state() == state,
                "in a bridge: " + packets);
    }

    private static void requireEffects(Counterpart counterpart, long rate) {
        var effects = counterpart.effects();
        Breach.NOT_EXACT.unless(effects.size() == 1 && effects.getFirst().content() instanceof Map<?, ?> fields
                && fields.get("rate") instanceof Number held && held.longValue() == rate,
                effects.size() + " effects of one event, or another one");
    }
}
