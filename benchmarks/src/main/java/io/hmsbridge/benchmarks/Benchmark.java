package io.hmsbridge.benchmarks;

import io.hmsbridge.benchmarks.Figures.Spread;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/** The program that the {@code benchmarks/run} script runs. */
public final class Benchmark {

    /** So many percent of the processors go to others on a machine that has nothing else to do. */
    private static final int QUIET = 5;
    private static final int MEASURED = 0;
    private static final int FAILED = 1;
    private static final int USAGE = 2;

    private final Options options;
    private final PrintStream out;

    Benchmark(Options options, PrintStream out) {
        this.options = options;
        this.out = out;
    }

    /** Measures, in the folder that the system property {@code bench.folder} names, and ends the process. */
    public static void main(String[] args) throws IOException, InterruptedException {
        var out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        var err = new PrintStream(System.err, true, StandardCharsets.UTF_8);
        System.exit(run(args, Path.of(System.getProperty("bench.folder", "bench")), out, err));
    }

    /** Returns 0; 1 if something could not be measured; 2 after saying what is wrong with the options. */
    static int run(String[] args, Path folder, PrintStream out, PrintStream err)
            throws IOException, InterruptedException {
        var options = new Options();
        var line = new CommandLine(options);
        List<Row> rows;
        try {
            line.parseArgs(args);
            if (options.wantsHelp()) {
                line.usage(out);
                return MEASURED;
            }
            rows = options.rows();
        } catch (ParameterException e) {
            err.println(e.getMessage());
            line.usage(err);
            return USAGE;
        }
        try (var rig = Rig.start(folder, options)) {
            var onSignal = new Thread(rig::close, "stop");
            Runtime.getRuntime().addShutdownHook(onSignal);
            boolean whole = new Benchmark(options, out).measure(rig, rows);
            if (!rig.isClosed()) { // else the hook is running
                Runtime.getRuntime().removeShutdownHook(onSignal);
            }
            return whole ? MEASURED : FAILED;
        }
    }

    /** Measures these rows, prints and writes what came of it. Returns whether none failed. */
    boolean measure(Rig rig, List<Row> rows) throws IOException, InterruptedException {
        var figures = new Figures();
        var failures = new LinkedHashMap<String, String>();
        var start = Instant.now();
        for (var row : rows) {
            try {
                for (int run = 1; run <= options.runs(); run++) {
                    long before = System.nanoTime();
                    row.run(rig, options, figures);
                    out.printf("%s: run %d of %d, %d s%n", row.name(), run, options.runs(),
                            TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - before));
                }
            } catch (IOException | RuntimeException e) {
                if (rig.isClosed()) {
                    return false; // it was stopped
                }
                failures.put(row.name(), String.valueOf(e.getMessage()));
                out.printf("%s failed: %s%n", row.name(), e.getMessage());
            }
        }
        out.println();
        out.print(Report.table(figures));
        if (options.isQuick()) {
            out.printf("%nA quick run: it works, and the figures mean nothing.%n");
        }
        var about = about(start, failures);
        if (!rig.others().isEmpty()) {
            var others = Spread.of(rig.others());
            about.put("others_cpu_percent", Map.of("median", Math.round(others.median()), "max",
                    Math.round(others.max())));
            if (others.median() > QUIET) {
                out.printf(
                        "%nOther programs had %.0f %% of the processors (%.0f %% at worst): times are those of a busy"
                                + " machine.%n",
                        others.median(), others.max());
            }
        }
        if (options.json() != null) {
            Files.writeString(options.json(), Report.json(figures, about));
        }
        if (options.html() != null) {
            Files.writeString(options.html(), Page.of(figures, about));
        }
        return failures.isEmpty();
    }

    private Map<String, Object> about(Instant start, Map<String, String> failures) {
        var about = new LinkedHashMap<String, Object>();
        about.put("at", start.toString());
        about.put("processors", Runtime.getRuntime().availableProcessors());
        about.put("java", System.getProperty("java.vm.version"));
        about.put("system", System.getProperty("os.name") + " " + System.getProperty("os.version"));
        about.put("runs", options.runs());
        about.put("events", options.events());
        about.put("batch", options.batch());
        about.put("concurrency", options.concurrency());
        about.put("jvm", String.join(" ", options.jvm()));
        about.put("quick", options.isQuick());
        about.put("failures", failures);
        return about;
    }
}
