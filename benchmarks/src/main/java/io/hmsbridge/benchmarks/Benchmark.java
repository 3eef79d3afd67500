package io.hmsbridge.benchmarks;

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

    private static final int FAILED = 1;
    private static final int USAGE = 2;

    private final Options options;
    private final PrintStream out;

    Benchmark(Options options, PrintStream out) {
        this.options = options;
        this.out = out;
    }

    /** Measures, in a folder that the system property {@code bench.folder} names, and ends with 0, or 1 if something failed. */
    public static void main(String[] args) throws Exception {
        var out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        var options = new Options();
        var line = new CommandLine(options);
        List<Row> rows;
        try {
            line.parseArgs(args);
            if (CommandLine.printHelpIfRequested(line.getParseResult())) {
                return;
            }
            rows = options.rows();
        } catch (ParameterException e) {
            System.err.println(e.getMessage());
            line.usage(System.err);
            System.exit(USAGE);
            return;
        }
        var rig = Rig.start(Path.of(System.getProperty("bench.folder")), options);
        Runtime.getRuntime().addShutdownHook(new Thread(rig::close, "stop")); // also on Ctrl-C
        boolean whole = new Benchmark(options, out).measure(rig, rows);
        System.exit(whole ? 0 : FAILED);
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
            } catch (IOException e) {
                failures.put(row.name(), e.getMessage());
                out.printf("%s failed: %s%n", row.name(), e.getMessage());
            }
        }
        out.println();
        out.print(Report.table(figures));
        if (options.json() != null) {
            Files.writeString(options.json(), Report.json(figures, about(start, failures)));
        }
        return failures.isEmpty();
    }

    private Map<String, ?> about(Instant start, Map<String, String> failures) {
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
