package io.hmsbridge.benchmarks.simulation;

import java.io.PrintStream;
import java.util.Arrays;

/** {@code benchmarks/simulate}: runs histories, and says which seeds break a promise. */
public final class Simulate {

    private static final String HELP = """
            Runs the engine through random histories on a clock, a scheduler and a ledger of its own, and checks its promises.

            usage: benchmarks/simulate [--seeds N] [--seed S] [--without ADDITION] [--plant FAULT] [--trace]

            --seeds N       how many histories; 1000 unless said otherwise
            --seed S        the seed of the first; 1 unless said otherwise. The same seed gives the same history.
            --without ADDITION
                            as a seed's history was before this was added, and what comes after it here: %s
            --plant FAULT   puts a fault into the ledger, to see whether it is found: %s
            --trace         prints all that happens

            Ends with 1 if a promise was broken. Each seed that broke one is printed with the fewest actions that still do.
            """;

    private long seeds = 1_000;
    private long first = 1;
    private Planted planted = Planted.NOTHING;
    private Plan.Addition without;
    private boolean trace;

    private Simulate() {}

    public static void main(String[] args) {
        System.exit(run(args, System.out));
    }

    /** Returns what the process is to end with. */
    static int run(String[] args, PrintStream out) {
        var simulate = new Simulate();
        try {
            if (!simulate.read(args)) {
                out.print(HELP.formatted(Arrays.toString(Plan.Addition.values()),
                        Arrays.toString(Planted.values())));
                return 0;
            }
        } catch (IllegalArgumentException | ArrayIndexOutOfBoundsException e) {
            out.println("benchmarks/simulate: " + e.getMessage() + "; see --help");
            return 2;
        }
        return simulate.run(out);
    }

    private boolean read(String[] args) {
        for (int i = 0; i < args.length; i++) {
            switch (args[i]) {
                case "--seeds" -> seeds = Long.parseLong(args[++i]);
                case "--seed" -> first = Long.parseLong(args[++i]);
                case "--without" -> without = Plan.Addition.valueOf(args[++i]);
                case "--plant" -> planted = Planted.valueOf(args[++i]);
                case "--trace" -> trace = true;
                case "--help" -> {
                    return false;
                }
                default -> throw new IllegalArgumentException("there is no option " + args[i]);
            }
        }
        return true;
    }

    private int run(PrintStream out) {
        long begun = System.nanoTime();
        long steps = 0;
        long sent = 0;
        int broken = 0;
        for (long seed = first; seed < first + seeds; seed++) {
            var outcome = Simulation.run(plan(seed), planted, trace ? out::println : null);
            steps += outcome.steps();
            sent += outcome.sent();
            if (!outcome.holds()) {
                broken++;
                print(seed, outcome, out);
            }
        }
        out.printf("seeds: %d%nsteps: %d%nattempts to send: %d%nseconds: %.1f%nbroken: %d%n", seeds, steps, sent,
                (System.nanoTime() - begun) / 1e9, broken);
        return broken == 0 ? 0 : 1;
    }

    private Plan plan(long seed) {
        return without == null ? Plan.of(seed) : Plan.before(without, seed);
    }

    private void print(long seed, Simulation.Outcome outcome, PrintStream out) {
        out.println("seed " + seed + " breaks promises:");
        outcome.broken().stream().limit(5).forEach(line -> out.println("  " + line));
        var small = Shrinking.of(plan(seed), planted);
        out.println("  as does, with that seed, " + small.servers() + " process(es) and " + small.targets() + ":");
        small.actions().forEach(action -> out.println("    " + action));
    }
}
