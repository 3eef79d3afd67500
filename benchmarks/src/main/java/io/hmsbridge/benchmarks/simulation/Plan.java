package io.hmsbridge.benchmarks.simulation;

import io.hmsbridge.benchmarks.simulation.Action.Become;
import io.hmsbridge.benchmarks.simulation.Action.Crash;
import io.hmsbridge.benchmarks.simulation.Action.Cut;
import io.hmsbridge.benchmarks.simulation.Action.Discard;
import io.hmsbridge.benchmarks.simulation.Action.Doubt;
import io.hmsbridge.benchmarks.simulation.Action.Emit;
import io.hmsbridge.benchmarks.simulation.Action.EmitAgain;
import io.hmsbridge.benchmarks.simulation.Action.Open;
import io.hmsbridge.benchmarks.simulation.Action.Pause;
import io.hmsbridge.benchmarks.simulation.Action.Redirect;
import io.hmsbridge.benchmarks.simulation.Action.Reload;
import io.hmsbridge.benchmarks.simulation.Action.Replay;
import io.hmsbridge.benchmarks.simulation.Action.Requeue;
import io.hmsbridge.benchmarks.simulation.Action.Reschedule;
import io.hmsbridge.benchmarks.simulation.Action.Resume;
import io.hmsbridge.benchmarks.simulation.Action.Shut;
import io.hmsbridge.benchmarks.simulation.Action.Stop;
import io.hmsbridge.benchmarks.simulation.Action.Swap;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;

/**
 * What is done to the bridge in one simulation; how its threads take turns meanwhile is drawn by the seed.
 *
 * @param servers how many processes share the ledger
 * @param targets their names, which say how they are to run
 * @param actions in the order of their times
 */
record Plan(long seed, int servers, List<String> targets, List<Action> actions) {

    /** After so many milliseconds nothing is done any more, and all is to come to rest. */
    static final int END = 30_000;

    private static final List<String> TARGETS = List.of("key", "hold", "fold", "batch", "lane");
    private static final List<String> FIELDS = List.of("a", "b", "c");

    Plan {
        targets = List.copyOf(targets);
        actions = List.copyOf(actions);
    }

    /** What was added to the plans later, one after the other; a seed that has shown a fault before that goes on to do so without it. */
    enum Addition {
        /** Some targets have windows. */
        WINDOWS(0x632be59bd9b4e019L),
        /** Some events have effective dates. */
        DATES(0x2545f4914f6cdd1dL),
        /** Some packets are given to another target. */
        REDIRECTS(0x5851f42d4c957f2dL);

        private final long spread;

        Addition(long spread) {
            this.spread = spread;
        }

        /** To one plan in three. */
        private Plan to(Plan plan) {
            var random = new Random(plan.seed * spread);
            if (random.nextInt(3) > 0) {
                return plan;
            }
            var actions = new ArrayList<>(plan.actions);
            switch (this) {
                case WINDOWS -> windows(plan, actions, random);
                case DATES -> dates(plan, actions, random);
                case REDIRECTS -> redirects(plan, actions, random);
            }
            actions.sort(Comparator.comparingInt(Action::at));
            return plan.with(actions);
        }
    }

    /** The same plan for the same seed. */
    static Plan of(long seed) {
        return of(seed, Addition.values().length);
    }

    /** The plan for the seed as it was before something, and all that came after it, was added. */
    static Plan before(Addition addition, long seed) {
        return of(seed, addition.ordinal());
    }

    private static Plan of(long seed, int additions) {
        var plan = plain(seed);
        for (int i = 0; i < additions; i++) {
            plan = Addition.values()[i].to(plan);
        }
        return plan;
    }

    private static void windows(Plan plan, List<Action> actions, Random random) {
        for (var target : plan.targets) {
            if (random.nextBoolean()) {
                actions.add(new Shut(random.nextInt(END), target));
            }
            if (random.nextBoolean()) {
                actions.add(
                        new Open(random.nextInt(END), random.nextInt(plan.servers), target, random.nextInt(10_000)));
            }
        }
    }

    private static void dates(Plan plan, List<Action> actions, Random random) {
        actions.replaceAll(action -> action instanceof Emit emit && random.nextInt(3) == 0
                ? emit.later(1 + random.nextInt(random.nextBoolean() ? 300 : 20_000)) : action);
        for (int i = random.nextInt(3); i > 0; i--) {
            actions.add(new Reschedule(random.nextInt(END), random.nextInt(plan.servers), random.nextInt(8),
                    random.nextInt(10_000) - 2_000));
        }
    }

    private static void redirects(Plan plan, List<Action> actions, Random random) {
        for (int i = 1 + random.nextInt(4); i > 0; i--) {
            actions.add(new Redirect(random.nextInt(END), random.nextInt(plan.servers), random.nextInt(8)));
        }
    }

    private static Plan plain(long seed) {
        var random = new Random(seed * 0x9e3779b97f4a7c15L);
        int servers = 1 + random.nextInt(2);
        var targets = new ArrayList<>(TARGETS);
        while (targets.size() > 3 || targets.size() > 1 && random.nextInt(3) == 0) {
            targets.remove(random.nextInt(targets.size()));
        }
        var actions = new ArrayList<Action>();
        int keys = 1 + random.nextInt(3);
        int events = 4 + random.nextInt(20);
        for (int i = 0; i < events; i++) {
            actions.add(new Emit(random.nextInt(END), random.nextInt(servers), "e" + i, "k" + random.nextInt(keys),
                    fields(random), i));
        }
        bursts(actions, random);
        int faults = random.nextInt(14);
        for (int i = 0; i < faults; i++) {
            actions.add(fault(random, servers, targets, events));
        }
        actions.sort(Comparator.comparingInt(Action::at));
        return new Plan(seed, servers, targets, actions);
    }

    /** Some events come together, so that they wait behind each other. */
    private static void bursts(List<Action> actions, Random random) {
        int at = random.nextInt(END);
        actions.replaceAll(action -> action instanceof Emit e && random.nextInt(3) == 0
                ? new Emit(Math.min(END, at + random.nextInt(50)), e.server(), e.id(), e.key(), e.fields(), e.value())
                : action);
    }

    private static Set<String> fields(Random random) {
        var fields = new TreeSet<>(FIELDS);
        fields.removeIf(_ -> random.nextBoolean());
        return fields.isEmpty() ? Set.of("a") : fields;
    }

    private static Action fault(Random random, int servers, List<String> targets, int events) {
        int at = random.nextInt(END);
        int server = random.nextInt(servers);
        var target = targets.get(random.nextInt(targets.size()));
        return switch (random.nextInt(16)) {
            case 0, 1, 2 -> new Crash(at, server, random.nextInt(200), random.nextInt(5_000));
            case 3 -> new Stop(at, server, random.nextInt(5_000));
            case 4, 5 -> new Cut(at, server, random.nextInt(15_000));
            case 6 -> new Doubt(at, server);
            case 7, 8, 9 -> new Become(at, target, Mood.values()[random.nextInt(Mood.values().length)]);
            case 10 -> random.nextBoolean() ? new Pause(at, server, target) : new Resume(at, server, target);
            case 11 -> new Swap(at, server);
            case 12 -> new Reload(at, random.nextInt(4));
            case 13 -> new Requeue(at, server);
            case 14 -> random.nextBoolean() ? new Discard(at, server, random.nextInt(8))
                    : new EmitAgain(at, server, "e" + random.nextInt(events), random.nextBoolean());
            default -> new Replay(at, server, target);
        };
    }

    Plan with(List<Action> newActions) {
        return new Plan(seed, servers, targets, newActions);
    }

    Plan with(long newSeed) {
        return new Plan(newSeed, servers, targets, actions);
    }
}
