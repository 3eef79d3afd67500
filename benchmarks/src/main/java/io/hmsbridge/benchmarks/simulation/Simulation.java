package io.hmsbridge.benchmarks.simulation;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import io.hmsbridge.core.egress.Egress;
import io.hmsbridge.core.outbox.Limits;
import io.hmsbridge.core.outbox.RetryPolicy;
import io.hmsbridge.core.outbox.TargetSpec;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.slf4j.LoggerFactory;

/** Runs a plan: does to the bridge what it says, lets all come to rest, and asks whether the promises were kept. */
final class Simulation implements AutoCloseable {

    /** How long a process that has gone silent keeps its lanes. */
    private static final Duration TERM = Duration.ofSeconds(5);

    private static final RetryPolicy RETRY =
            new RetryPolicy(Duration.ofMillis(300), Duration.ofSeconds(5), 12, Duration.ofDays(1));
    private static final long REST = Duration.ofMinutes(15).toNanos();
    private static final long MOST_STEPS = 300_000;

    /**
     * What came of it.
     *
     * @param broken what was not kept; empty if all was
     * @param fingerprint the same for the same course of events
     */
    record Outcome(List<String> broken, long fingerprint, long steps, long sent) {

        boolean holds() {
            return broken.isEmpty();
        }
    }

    private final Plan plan;
    private final World world;
    private final Machine outside;
    private final Egress egress = new Egress("simulated", Clock.systemUTC());
    private final List<Fact> facts = new ArrayList<>();
    private final MemoryLedger ledger;
    private final Planted planted;
    private final SimulatedTarget targets;
    private final Clients clients;
    private final Operators operators;
    private final List<Server> servers = new ArrayList<>();
    private final Thread.UncaughtExceptionHandler before = Thread.getDefaultUncaughtExceptionHandler();
    private final Set<String> shut = new HashSet<>();
    private int machines;
    private int variant;
    private boolean over;

    static {
        ((Logger) LoggerFactory.getLogger("io.hmsbridge")).setLevel(Level.OFF); // its locks would be those of real threads
    }

    private Simulation(Plan plan, Planted planted, Consumer<String> told) {
        this.plan = plan;
        this.planted = planted;
        world = new World(plan.seed(), told);
        Thread.setDefaultUncaughtExceptionHandler((thread, e) -> world.accident(thread.getName(), e));
        outside = new Machine(world, machines++);
        ledger = new MemoryLedger(world::time, this::note);
        clients = new Clients(world, outside, ledger, plan.targets(), servers, this::note);
        targets = new SimulatedTarget(world, this::note, clients::received);
        operators = new Operators(ledger, servers);
    }

    static Outcome run(Plan plan, Planted planted) {
        return run(plan, planted, null);
    }

    /** @param told what happens, line by line; null if nobody wants to know */
    static Outcome run(Plan plan, Planted planted, Consumer<String> told) {
        try (var simulation = new Simulation(plan, planted, told)) {
            return simulation.run();
        }
    }

    private void note(Fact fact) {
        facts.add(fact);
        world.tell(fact::toString);
    }

    private Outcome run() {
        for (int i = 0; i < plan.servers(); i++) {
            servers.add(null);
            start(i);
        }
        plan.actions().forEach(action -> outside.after(Duration.ofMillis(1_000L + action.at()), () -> act(action)));
        world.run(() -> false, Duration.ofMillis(1_000L + Plan.END).toNanos(), MOST_STEPS);
        heal();
        world.run(this::isAtRest, REST, MOST_STEPS);
        return outcome();
    }

    private void start(int index) {
        var store = planted.store(ledger, TERM);
        servers.set(index,
                new Server(world, new Machine(world, machines++), outside, ledger, store, targets, egress, specs()));
    }

    private List<TargetSpec> specs() {
        return plan.targets().stream().map(name -> spec(name, variant))
                .map(spec -> shut.contains(spec.name()) ? spec.within(ShortWindows.SHUT_AT_TIMES) : spec).toList();
    }

    /** A target's name says how it runs, and a variant how that is changed. */
    private static TargetSpec spec(String name, int variant) {
        var spec = TargetSpec.of(name, SimulatedTarget.CONNECTOR).with(RETRY)
                .with(Limits.concurrency(1 + (variant + 1) % 3));
        return switch (name) {
            case "hold" -> variant == 2 ? spec : spec.with(TargetSpec.OnDead.HOLD);
            case "fold" -> spec.coalescing(variant != 2);
            case "lane" -> variant == 3 ? spec : spec.with(TargetSpec.Order.TARGET);
            default -> spec;
        };
    }

    private void act(Action action) {
        if (over) {
            return;
        }
        world.tell(action::toString);
        switch (action) {
            case Action.Emit emit -> clients.emit(emit);
            case Action.EmitAgain again -> clients.emitAgain(again);
            case Action.Crash crash -> crash(crash);
            case Action.Stop stop -> stop(stop);
            case Action.Cut cut -> {
                var line = servers.get(cut.server()).line();
                line.cut(true);
                outside.after(Duration.ofMillis(cut.time()), () -> line.cut(false));
            }
            case Action.Doubt doubt -> servers.get(doubt.server()).line().doubt();
            case Action.Become become -> targets.become(become.target(), become.mood());
            case Action.Swap swap -> servers.get(swap.server()).swap();
            case Action.Reload reload -> {
                variant = reload.variant();
                declare();
            }
            case Action.Shut newlyShut -> {
                shut.add(newlyShut.target());
                declare();
            }
            case Action.Open open -> operators.open(open);
            case Action.Pause pause -> operators.pause(pause.server(), pause.target());
            case Action.Resume resume -> operators.resume(resume.server(), resume.target());
            case Action.Requeue requeue -> operators.requeue(requeue.server());
            case Action.Discard discard -> operators.discard(discard.server(), discard.which());
            case Action.Redirect redirect -> operators.redirect(redirect);
            case Action.Replay replay -> operators.replay(replay);
            case Action.Reschedule reschedule -> operators.reschedule(reschedule);
        }
    }

    private void declare() {
        servers.stream().filter(Server::isUp)
                .forEach(server -> server.machine().run("reload", () -> operators.reload(server, specs())));
    }

    private void crash(Action.Crash crash) {
        var server = servers.get(crash.server());
        if (server.machine().isAlive()) {
            server.machine().dieAfter(crash.steps(), () -> startLater(crash.server(), crash.down()));
        }
    }

    private void startLater(int index, int down) {
        outside.after(Duration.ofMillis(down), () -> start(index));
    }

    private void stop(Action.Stop stop) {
        var server = servers.get(stop.server());
        if (server.isUp()) {
            server.machine().run("stop", () -> {
                server.stop();
                server.machine().dieAfter(1, () -> startLater(stop.server(), stop.down()));
            });
        }
    }

    /** From now on nothing goes wrong, and operators let all go on. */
    private void heal() {
        over = true;
        targets.heal();
        outside.after(Duration.ofSeconds(20), () -> {
            servers.forEach(server -> server.line().cut(false));
            plan.targets().forEach(target -> operators.resume(0, target));
        });
        lookAtTheDead();
    }

    private void lookAtTheDead() {
        outside.after(Duration.ofSeconds(30), () -> {
            plan.targets().forEach(target -> operators.resume(0, target));
            operators.requeue(0);
            lookAtTheDead();
        });
    }

    private boolean isAtRest() {
        return world.nanos() > Duration.ofMillis(Plan.END + 30_000L).toNanos() && clients.areDone()
                && ledger.rows().findAny().isEmpty() && ledger.scheduled.isEmpty();
    }

    private Outcome outcome() {
        ledger.rows().forEach(row -> facts.add(new Fact.Left(row.packet.id(), false)));
        var broken = new ArrayList<String>();
        ledger.rows().forEach(row -> broken.add("2: %s is stuck as %s".formatted(row.packet.id(), row.state)));
        ledger.scheduled.values().forEach(dated -> broken.add("2: %s still sleeps".formatted(dated.packet().id())));
        if (!clients.areDone()) {
            broken.add("1: a client is still not answered");
        }
        world.accidents().forEach(accident -> broken.add("0: " + accident));
        broken.addAll(clients.broken());
        broken.addAll(Promises.broken(facts));
        var verdict = clients.verdict(facts);
        if (!verdict.holds(Long.MAX_VALUE)) {
            broken.add("1-4: " + verdict);
        }
        return new Outcome(broken, world.fingerprint(), world.steps(),
                facts.stream().filter(Fact.Sent.class::isInstance).count());
    }

    @Override
    public void close() {
        Thread.setDefaultUncaughtExceptionHandler(before);
        egress.close();
    }
}
