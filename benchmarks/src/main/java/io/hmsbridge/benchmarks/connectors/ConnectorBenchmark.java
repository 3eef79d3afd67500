package io.hmsbridge.benchmarks.connectors;

import io.hmsbridge.benchmarks.Folder;
import io.hmsbridge.benchmarks.connectors.Turn.Pair;
import io.hmsbridge.server.log.Logging;
import java.io.PrintStream;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.slf4j.event.Level;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Measures connectors beside bare libraries: {@code benchmarks/run-connectors}. */
@Command(name = "benchmarks/run-connectors", sortOptions = false, usageHelpWidth = 110,
        description = {"Measures connectors beside the bare libraries that do the same work.",
            "It starts the servers it needs, on this machine's loopback address."})
public final class ConnectorBenchmark implements Callable<Integer> {

    private static final String HEAD = "%-16s %26s %26s %18s %7s %18s %7s%n";
    private static final String ROW =
            "%-16s %,18.0f (%5.1f) %,18.0f (%5.1f) %5.2f (%4.2f-%4.2f) %7s %5.2f (%4.2f-%4.2f) %7s%n";

    @Parameters(paramLabel = "KIND", arity = "0..*", completionCandidates = Kinds.class,
            description = "What to compare; without it all: ${COMPLETION-CANDIDATES}")
    private List<String> kinds = List.of();

    @Option(names = "--runs", defaultValue = "5", paramLabel = "N",
            description = "How many pairs of turns each has (default: ${DEFAULT-VALUE})")
    private int runs;

    @Option(names = "--quick", description = "Small sizes: shows that all of it works, and measures nothing")
    private boolean quick;

    @Option(names = {"-h", "--help"}, usageHelp = true, description = "Shows this")
    @SuppressWarnings("unused") // picocli looks at it
    private boolean help;

    @Spec
    private CommandSpec spec;

    private final PrintStream out;

    ConnectorBenchmark(PrintStream out) {
        this.out = out;
    }

    /** The names of all kinds. */
    static final class Kinds implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return Arrays.stream(Kind.values()).map(Kind::shown).iterator();
        }
    }

    /** Ends with 0 if all could be measured, 1 if something could not, 2 if an option was wrong. */
    public static void main(String[] arguments) {
        Logging.configure(Level.ERROR, false); // what servers have to say of each connection is not asked
        System.exit(run(System.out, arguments));
    }

    static int run(PrintStream out, String... arguments) {
        return new CommandLine(new ConnectorBenchmark(out)).execute(arguments);
    }

    @Override
    public Integer call() throws Exception {
        var chosen = kinds.isEmpty() ? List.of(Kind.values()) : kinds.stream().map(this::kind).toList();
        var folder = Files.createTempDirectory("hms-bridge-connectors-");
        try {
            out.printf(HEAD, "", "connector/s (p99 ms)", "library/s (p99 ms)", "ratio", "asked", "p99 ratio", "asked");
            for (var kind : chosen) {
                try (var comparison = kind.open(folder.resolve(kind.shown()))) {
                    var work = quick ? comparison.work().small() : comparison.work();
                    print(kind, work, new Turns(comparison, work).run(quick ? 1 : runs));
                }
            }
        } finally {
            Folder.delete(folder);
        }
        return 0;
    }

    private Kind kind(String shown) {
        return Arrays.stream(Kind.values()).filter(kind -> kind.shown().equals(shown)).findFirst()
                .orElseThrow(() -> new ParameterException(spec.commandLine(), "'" + shown + "' is none of "
                        + String.join(", ", new Kinds())));
    }

    private void print(Kind kind, Work work, List<Pair> pairs) {
        var ratios = pairs.stream().mapToDouble(Pair::throughput).sorted().toArray();
        var p99s = pairs.stream().mapToDouble(Pair::p99).sorted().toArray();
        out.printf(Locale.ROOT, ROW, kind.shown(),
                median(pairs.stream().mapToDouble(pair -> pair.connector().perSecond()).sorted().toArray()),
                median(pairs.stream().mapToDouble(pair -> pair.connector().p99Millis()).sorted().toArray()),
                median(pairs.stream().mapToDouble(pair -> pair.library().perSecond()).sorted().toArray()),
                median(pairs.stream().mapToDouble(pair -> pair.library().p99Millis()).sorted().toArray()),
                median(ratios), ratios[0], ratios[ratios.length - 1], "≥ " + work.ratio(), median(p99s), p99s[0],
                p99s[p99s.length - 1], "≤ " + Work.P99);
        work.perSecond().ifPresent(asked -> out.printf(Locale.ROOT, "%-16s %,18d asked%n", "", asked));
    }

    private static double median(double[] sorted) {
        return sorted[sorted.length / 2];
    }
}
