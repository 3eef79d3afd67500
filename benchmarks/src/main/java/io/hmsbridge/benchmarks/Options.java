package io.hmsbridge.benchmarks;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What may be chosen on the command line. */
@Command(name = "benchmarks/run", sortOptions = false, usageHelpWidth = 110,
        description = {"Measures the engine beside a pipeline that writes the same rows and has no engine.",
            "It starts a PostgreSQL and an nginx of its own, on this machine's loopback address."})
final class Options {

    private static final int QUICK_EVENTS = 2_000;
    private static final int QUICK_LEDGER = 10_000;
    private static final List<Integer> QUICK_BACKLOGS = List.of(500, 2_000);

    @Option(names = "--rows", split = ",", paramLabel = "ROW",
            description = "The rows to measure, separated by commas; without it all: ${COMPLETION-CANDIDATES}",
            completionCandidates = Rows.Names.class)
    private List<String> rows = new ArrayList<>();

    @Option(names = "--runs", defaultValue = "5", paramLabel = "N",
            description = "How often each row is measured (default: ${DEFAULT-VALUE})")
    private int runs;

    @Option(names = "--events", defaultValue = "200000", paramLabel = "N",
            description = "How many events a throughput run has (default: ${DEFAULT-VALUE})")
    private int events;

    @Option(names = "--batch", defaultValue = "100", paramLabel = "N",
            description = "How many events one emit takes where throughput is measured (default: ${DEFAULT-VALUE})")
    private int batch;

    @Option(names = "--concurrency", defaultValue = "64", paramLabel = "N",
            description = "How many packets are in flight for a target (default: ${DEFAULT-VALUE})")
    private int concurrency;

    @Option(names = "--backlog", defaultValue = "10000,100000,1000000", split = ",", paramLabel = "N",
            description = "How many packets accumulate while the sink is down, one after the other (default: ${DEFAULT-VALUE})")
    private List<Integer> backlogs;

    @Option(names = "--ledger", defaultValue = "10000000", paramLabel = "N",
            description = "How many events the full ledger holds (default: ${DEFAULT-VALUE})")
    private int ledger;

    @Option(names = "--ledger-folder", paramLabel = "FOLDER",
            description = "Where the ledger of api_lists is kept for the next run, which does not fill it again")
    private Path ledgerFolder;

    @Option(names = "--json", paramLabel = "FILE", description = "Writes all figures there")
    private Path json;

    @Option(names = "--html", paramLabel = "FILE", description = "Writes a page with charts there")
    private Path html;

    @Option(names = "--jvm", defaultValue = "-Xmx512m", paramLabel = "OPTIONS",
            description = "The Java options of both pipelines (default: ${DEFAULT-VALUE})")
    private String jvm;

    @Option(names = "--quick", description = "One run of small sizes: shows that all of it works, and measures nothing")
    private boolean quick;

    @Option(names = {"-h", "--help"}, usageHelp = true, description = "Shows this")
    private boolean help;

    @Spec
    private CommandSpec spec;

    /** The rows to measure. Fails, as a wrong option does, if something is not sensible. */
    List<Row> rows() {
        positive("--runs", runs);
        positive("--events", events);
        within("--batch", batch, Pipeline.UNCOMMITTED);
        within("--concurrency", concurrency, PlainHttp.CONNECTIONS);
        positive("--ledger", ledger);
        backlogs.forEach(size -> positive("--backlog", size));
        var known = Rows.all().stream().map(Row::name).toList();
        for (var row : rows) {
            if (!known.contains(row)) {
                throw new ParameterException(spec.commandLine(),
                        "There is no row '%s'; there are %s".formatted(row, String.join(", ", known)));
            }
        }
        writable("--json", json);
        writable("--html", html);
        return Rows.all().stream().filter(row -> rows.isEmpty() || rows.contains(row.name())).toList();
    }

    private void positive(String option, int value) {
        within(option, value, Integer.MAX_VALUE);
    }

    private void within(String option, int value, int most) {
        if (value < 1 || value > most) {
            throw new ParameterException(spec.commandLine(),
                    "%s must be between 1 and %,d, not %,d".formatted(option, most, value));
        }
    }

    boolean wantsHelp() {
        return help;
    }

    /** Better now than after an hour. */
    private void writable(String option, Path file) {
        if (file != null && (Files.isDirectory(file) || !Files.isWritable(file.toAbsolutePath().getParent()))) {
            throw new ParameterException(spec.commandLine(), option + ": " + file + " cannot be written");
        }
    }

    int runs() {
        return quick ? 1 : runs;
    }

    int events() {
        return quick ? Math.min(events, QUICK_EVENTS) : events;
    }

    int batch() {
        return batch;
    }

    List<Integer> backlogs() {
        return quick ? QUICK_BACKLOGS : backlogs;
    }

    int ledger() {
        return quick ? Math.min(ledger, QUICK_LEDGER) : ledger;
    }

    Optional<Path> ledgerFolder() {
        return Optional.ofNullable(ledgerFolder);
    }

    int concurrency() {
        return concurrency;
    }

    /** So much of this as is wanted of a quick run. */
    int sized(int full, int small) {
        return quick ? small : full;
    }

    boolean isQuick() {
        return quick;
    }

    List<String> jvm() {
        return List.of(jvm.strip().split("\\s+"));
    }

    Path json() {
        return json;
    }

    Path html() {
        return html;
    }
}
