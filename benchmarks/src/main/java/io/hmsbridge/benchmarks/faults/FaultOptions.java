package io.hmsbridge.benchmarks.faults;

import io.hmsbridge.testkit.Wire.Manner;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What may be chosen on the command line. */
@Command(name = "benchmarks/faults", sortOptions = false, usageHelpWidth = 110,
        description = {
            "Does to servers, PostgreSQL, network, plugins and sheets what happens to them, under load, and counts what",
            "was lost, unexpected, sent twice or out of order. All of it runs on this machine's loopback address.",
            "Options with N choose rows and how often each happens; without any, all rows happen as often as is claimed."})
final class FaultOptions {

    /** Rows with how often they happen: as claimed, and so that all of it takes less than a minute. */
    private enum Row {
        KILLS(200, 5), NODE_KILLS(50, 1), POSTGRES_STOPS(50, 3), CUTS(1_000, 20), DISK_FULL(5, 1), NETWORK(3, 1),
        BAD_CONNECTORS(3, 1), POISON(20, 1), RELOADS(500, 20), SWAPS(100, 5), PAUSES(1, 0),
        CLOCKS(8, 0), POSTGRES_CLOCKS(8, 0), SOAK(60, 0);

        private final int claimed;
        private final int quick;

        Row(int claimed, int quick) {
            this.claimed = claimed;
            this.quick = quick;
        }
    }

    @Option(names = "--kills", paramLabel = "N", description = "kill -9 of the only server")
    private Integer kills;

    @Option(names = "--node-kills", paramLabel = "N", description = "kill -9 of one of two servers")
    private Integer nodeKills;

    @Option(names = "--postgres-stops", paramLabel = "N", description = "PostgreSQL stopped at once, and started again")
    private Integer postgresStops;

    @Option(names = "--cuts", paramLabel = "N", description = "a connection cut between a commit and its answer")
    private Integer cuts;

    @Option(names = "--disk-full", paramLabel = "N",
            description = "PostgreSQL's disk full; needs root, who can mount a small one")
    private Integer diskFull;

    @Option(names = "--network", paramLabel = "N",
            description = "each of seven faults of the network to the target: latency, timeout, reset, half-close, slow close, slicer, blackhole")
    private Integer network;

    @Option(names = "--bad-connectors", paramLabel = "N",
            description = "thirteen connectors that hang, throw, fail or leak, for N times 5 s")
    private Integer badConnectors;

    @Option(names = "--poison", paramLabel = "N",
            description = "1 %% of N times 5,000 events are refused by their target")
    private Integer poison;

    @Option(names = "--reloads", paramLabel = "N", description = "the mapping sheet saved, half of the times broken")
    private Integer reloads;

    @Option(names = "--swaps", paramLabel = "N", description = "the plugin replaced by another version")
    private Integer swaps;

    @Option(names = "--pauses", paramLabel = "N", description = "SIGSTOP of the one of two servers that delivers")
    private Integer pauses;

    @Option(names = "--pause-seconds", paramLabel = "S", defaultValue = "60",
            description = "how long it is stopped (default: ${DEFAULT-VALUE})")
    private int pauseSeconds;

    @Option(names = "--clocks", paramLabel = "N",
            description = "the clock of two servers set forward or back by an hour; needs libfaketime")
    private Integer clocks;

    @Option(names = "--postgres-clocks", paramLabel = "N",
            description = "the clock of PostgreSQL set forward or back by an hour; needs libfaketime")
    private Integer postgresClocks;

    @Option(names = "--soak", paramLabel = "N",
            description = "N minutes at half load with a fault in each, in which nothing may grow")
    private Integer soak;

    @Option(names = "--events", paramLabel = "N", defaultValue = "500",
            description = "how many events are accepted between two kills or stops (default: ${DEFAULT-VALUE})")
    private int events;

    @Option(names = "--quick", description = "all rows, each a few times: less than a minute or two")
    private boolean quick;

    @Option(names = "--json", paramLabel = "FILE", description = "Writes all counts there")
    private Path json;

    @Option(names = "--markdown", paramLabel = "FILE",
            description = "Puts its rows into the table of that page, in place of those of the same name")
    private Path markdown;

    @Option(names = {"-h", "--help"}, usageHelp = true, description = "Shows this")
    private boolean help;

    @Spec
    private CommandSpec spec;

    /** A row of the campaign. */
    record Chosen(Fault fault, int times) {}

    /** The rows to run, by name. Fails, as a wrong option does, if something is not sensible. */
    Map<String, Chosen> rows() {
        positive("--pause-seconds", pauseSeconds);
        positive("--events", events);
        var chosen = new LinkedHashMap<String, Chosen>();
        for (var row : Row.values()) {
            int times = times(row);
            if (times > 0) {
                var name = row.name().toLowerCase(Locale.ROOT).replace('_', '-');
                if (row == Row.NETWORK) {
                    for (var manner : Manner.values()) {
                        if (manner != Manner.PASS) {
                            chosen.put(name + " " + manner.name().toLowerCase(Locale.ROOT).replace('_', ' '),
                                    new Chosen(new TargetFaults.Network(manner, quick ? 1 : 3), times));
                        }
                    }
                } else {
                    chosen.put(name, new Chosen(fault(row), times));
                }
            }
        }
        return chosen;
    }

    private int times(Row row) {
        var asked = asked(row);
        if (asked != null) {
            if (asked < 0) {
                throw new ParameterException(spec.commandLine(), "how often something happens cannot be " + asked);
            }
            return asked;
        }
        for (var other : Row.values()) {
            if (asked(other) != null && !quick) {
                return 0;
            }
        }
        return quick ? row.quick : row.claimed;
    }

    private Integer asked(Row row) {
        return switch (row) {
            case KILLS -> kills;
            case NODE_KILLS -> nodeKills;
            case POSTGRES_STOPS -> postgresStops;
            case CUTS -> cuts;
            case DISK_FULL -> diskFull;
            case NETWORK -> network;
            case BAD_CONNECTORS -> badConnectors;
            case POISON -> poison;
            case RELOADS -> reloads;
            case SWAPS -> swaps;
            case PAUSES -> pauses;
            case CLOCKS -> clocks;
            case POSTGRES_CLOCKS -> postgresClocks;
            case SOAK -> soak;
        };
    }

    private Fault fault(Row row) {
        int between = quick ? Math.min(events, 200) : events;
        return switch (row) {
            case KILLS -> new ServerFaults.Kill(between);
            case NODE_KILLS -> new ServerFaults.KillNode(between);
            case POSTGRES_STOPS -> new DatabaseFaults.Stop(between);
            case CUTS -> new DatabaseFaults.Cut();
            case DISK_FULL -> new DatabaseFaults.DiskFull();
            case BAD_CONNECTORS -> new TargetFaults.BadConnectors(quick ? 3 : 5);
            case POISON -> new TargetFaults.Poison(quick ? 500 : 5_000);
            case RELOADS -> new TargetFaults.Reload();
            case SWAPS -> new TargetFaults.Swap();
            case PAUSES -> new ServerFaults.Suspend(pauseSeconds);
            case CLOCKS -> new ServerFaults.SetClock(Plan.Clock.OF_SERVERS, "both servers");
            case POSTGRES_CLOCKS -> new ServerFaults.SetClock(Plan.Clock.OF_POSTGRES, "PostgreSQL");
            case SOAK -> new Soak();
            case NETWORK -> throw new IllegalArgumentException("has a fault for each manner");
        };
    }

    private void positive(String option, int value) {
        if (value < 1) {
            throw new ParameterException(spec.commandLine(), option + " must be at least 1, not " + value);
        }
    }

    boolean wantsHelp() {
        return help;
    }

    /** Better now than after an hour. */
    void checkFiles() {
        for (var file : new Path[] {json, markdown}) {
            if (file != null && (Files.isDirectory(file) || !Files.isWritable(file.toAbsolutePath().getParent()))) {
                throw new ParameterException(spec.commandLine(), file + " cannot be written");
            }
        }
        if (markdown != null && !Files.exists(markdown)) {
            throw new ParameterException(spec.commandLine(), markdown + " is not there");
        }
    }

    Path json() {
        return json;
    }

    Path markdown() {
        return markdown;
    }
}
