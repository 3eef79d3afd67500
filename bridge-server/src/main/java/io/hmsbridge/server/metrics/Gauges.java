package io.hmsbridge.server.metrics;

import io.hmsbridge.core.Bridge;
import io.hmsbridge.core.ledger.Deadlines;
import io.hmsbridge.core.ledger.LedgerUnavailableException;
import io.hmsbridge.core.mapping.SheetFolder.Loads;
import io.hmsbridge.core.mapping.SheetStatus;
import io.hmsbridge.core.outbox.LaneStatus;
import io.hmsbridge.core.outbox.Swaps;
import io.hmsbridge.core.outbox.TargetStatus;
import io.hmsbridge.core.yaml.Problem;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.FunctionTimer;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.MultiGauge.Row;
import io.micrometer.core.instrument.Tags;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How things stand, asked of the bridge when somebody looks, but of its database every few seconds at most. */
final class Gauges {

    private static final Logger LOG = LoggerFactory.getLogger(Gauges.class);
    private static final long KEEP_NANOS = TimeUnit.SECONDS.toNanos(5);

    private final MeterRegistry registry;
    private final MultiGauge accepting;
    private final MultiGauge outbox;
    private final MultiGauge heads;
    private final MultiGauge deadlines;
    private final MultiGauge states;
    private final MultiGauge breakers;
    private final MultiGauge leases;
    private final MultiGauge inFlight;
    private final MultiGauge concurrency;
    private final MultiGauge slowed;
    private final PluginGauges plugins;
    private final Set<String> pausing = new HashSet<>();
    private final MultiGauge sheets;
    private Bridge bridge;
    private long askedAt;

    Gauges(MeterRegistry registry) {
        this.registry = registry;
        accepting = gauge("bridge.accepting", "Whether events are accepted: 1, or 0 while the ledger takes none");
        outbox = gauge("bridge.outbox.packets", "Packets in the outbox, by state; dead ones wait for an operator");
        heads = MultiGauge.builder("bridge.outbox.oldest.age").baseUnit("seconds")
                .description("Since when the event of the first packet that waits for a target was accepted")
                .register(registry);
        deadlines = gauge("bridge.deadline.packets",
                "Packets that wait and will probably not be delivered by their deadline, or were not");
        states = gauge("bridge.lane.state", "1 for the state in which the lane of a target is, 0 for the others");
        breakers = gauge("bridge.breaker.open", "Whether the target is thought to be asleep: 1, or 0");
        leases = gauge("bridge.lane.leased", "Whether the lane of a target runs in this process: 1, or 0");
        inFlight = gauge("bridge.lane.in.flight", "Packets that are on their way to a target");
        concurrency = gauge("bridge.lane.concurrency", "Packets that may be on their way to a target at once");
        slowed = gauge("bridge.lane.slowed.rate",
                "Packets a second to which a target that asked for less is slowed down; 0 if it is not");
        plugins = new PluginGauges(registry);
        sheets = gauge("bridge.sheets", "Mapping sheets: in force, and with errors in their file");
    }

    private MultiGauge gauge(String name, String description) {
        return MultiGauge.builder(name).description(description).register(registry);
    }

    synchronized void watch(Bridge watched) {
        bridge = watched;
        askedAt = System.nanoTime() - KEEP_NANOS;
        loads("loaded", watched, Loads::good);
        loads("refused", watched, Loads::refused);
        plugins.watch(watched);
    }

    private void loads(String result, Bridge watched, ToLongFunction<Loads> count) {
        FunctionCounter.builder("bridge.sheet.loads", watched, b -> count.applyAsLong(b.sheetLoads()))
                .description("Mapping sheets that were read, by whether they were brought into force")
                .tag("result", result).register(registry);
    }

    synchronized void refresh() {
        if (bridge == null) {
            return;
        }
        lanes(bridge.lanes());
        plugins.refresh(bridge);
        var all = bridge.mappings();
        sheets.register(List.of(
                Row.of(Tags.of("state", "in_force"), all.stream().filter(s -> s.live().isPresent()).count()),
                Row.of(Tags.of("state", "broken"), all.stream().filter(Gauges::isBroken).count())), true);
        if (System.nanoTime() - askedAt >= KEEP_NANOS) {
            ledger();
            askedAt = System.nanoTime();
        }
    }

    private static boolean isBroken(SheetStatus sheet) {
        return sheet.problems().stream().anyMatch(p -> p.severity() == Problem.Severity.ERROR);
    }

    private void lanes(List<LaneStatus> lanes) {
        states.register(lanes.stream().flatMap(lane -> Stream.of(TargetStatus.State.values())
                .map(state -> Row.of(Tags.of("target", lane.target().name(), "state", label(state)),
                        lane.target().state() == state ? 1 : 0)))
                .toList(), true);
        each(breakers, lanes, lane -> lane.open() ? 1 : 0);
        each(leases, lanes, lane -> lane.isHere() ? 1 : 0);
        each(inFlight, lanes, LaneStatus::inFlight);
        each(concurrency, lanes, LaneStatus::concurrency);
        each(slowed, lanes, LaneStatus::slowedTo);
        lanes.forEach(lane -> pauses(lane.target().name()));
    }

    private void pauses(String target) {
        if (pausing.add(target)) {
            FunctionTimer.builder("bridge.lane.swap.pause", bridge, b -> swaps(b, target).count(),
                    b -> swaps(b, target).paused().toNanos(), TimeUnit.NANOSECONDS)
                    .description("How long the lane of a target sent nothing while its connector was swapped")
                    .tag("target", target).register(registry);
        }
    }

    private static Swaps swaps(Bridge bridge, String target) {
        return bridge.lanes().stream().filter(lane -> lane.target().name().equals(target)).map(LaneStatus::swaps)
                .findFirst().orElse(Swaps.NONE);
    }

    private static void each(MultiGauge gauge, List<LaneStatus> lanes, ToDoubleFunction<LaneStatus> value) {
        gauge.register(lanes.stream()
                .map(lane -> Row.of(Tags.of("target", lane.target().name()), value.applyAsDouble(lane))).toList(),
                true);
    }

    /** While the database does not answer, nothing is said of what waits in it. */
    private void ledger() {
        accepting.register(List.of(Row.of(Tags.empty(), bridge.refusal().isEmpty() ? 1 : 0)), true);
        try {
            outbox.register(bridge.backlog().stream()
                    .map(b -> Row.of(Tags.of("target", b.target(), "state", label(b.state())), b.packets()))
                    .toList(), true);
            heads.register(bridge.heads().entrySet().stream()
                    .map(head -> Row.of(Tags.of("target", head.getKey()), head.getValue().toMillis() / 1000.0))
                    .toList(), true);
            var standing = bridge.deadlines();
            deadlines.register(bridge.lanes().stream().flatMap(lane -> deadlines(lane.target().name(), standing))
                    .toList(), true);
        } catch (LedgerUnavailableException e) {
            LOG.atDebug().log("not measured what waits: {}", e.getMessage());
            outbox.register(List.of(), true);
            heads.register(List.of(), true);
            deadlines.register(List.of(), true);
        }
    }

    private static Stream<Row<?>> deadlines(String target, Map<String, Deadlines.Standing> standing) {
        var of = standing.getOrDefault(target, Deadlines.Standing.NONE);
        return Stream.of(Row.of(Tags.of("target", target, "state", "endangered"), of.endangered()),
                Row.of(Tags.of("target", target, "state", "missed"), of.missed()));
    }

    static String label(Enum<?> state) {
        return state.name().toLowerCase(Locale.ROOT);
    }
}
