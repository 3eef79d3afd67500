package io.hmsbridge.benchmarks;

import io.hmsbridge.benchmarks.Setup.Manner;
import io.hmsbridge.benchmarks.Stage.Side;
import io.hmsbridge.benchmarks.Step.Flood;
import io.hmsbridge.benchmarks.Step.Flooded;
import io.hmsbridge.benchmarks.Step.Pace;
import io.hmsbridge.benchmarks.Step.Paced;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Nine targets beside a tenth that never answers, or takes five seconds a call; against the nine alone. */
final class HangingNeighbour implements Row {

    private static final int TARGETS = 9;
    private static final int PER_SECOND = 100;
    private static final int SECONDS = 15;
    private static final int QUICK_SECONDS = 1;

    private record Measured(Flooded flooded, Paced paced) {}

    @Override
    public String name() {
        return "hanging_neighbour";
    }

    @Override
    public void run(Rig rig, Options options, Figures figures) throws IOException {
        var alone = measure(Optional.empty(), rig, options);
        figures.add("hanging_neighbour.alone_packets_per_s", alone.flooded.packetsPerSecond());
        figures.add("hanging_neighbour.alone_p99_ms", alone.paced.toTarget().p99());
        for (var manner : List.of(Manner.HANGS, Manner.DAWDLES)) {
            var beside = measure(Optional.of(manner), rig, options);
            var prefix = "hanging_neighbour." + manner.name().toLowerCase(Locale.ROOT) + "_";
            figures.add(prefix + "throughput_ratio",
                    beside.flooded.packetsPerSecond() / alone.flooded.packetsPerSecond());
            figures.add(prefix + "p99_ratio", beside.paced.toTarget().p99() / alone.paced.toTarget().p99());
            figures.add(prefix + "packets_per_s", beside.flooded.packetsPerSecond());
            figures.add(prefix + "p99_ms", beside.paced.toTarget().p99());
        }
    }

    private static Measured measure(Optional<Manner> neighbour, Rig rig, Options options) throws IOException {
        var targets = new ArrayList<>(Setup.posting(TARGETS));
        neighbour.ifPresent(targets::add);
        try (var run = rig.open(Side.OURS, targets)) {
            var flooded = run.ask(new Flood(Math.max(1, options.events() / TARGETS), options.batch()));
            var paced = run.ask(new Pace(PER_SECOND, options.sized(SECONDS, QUICK_SECONDS)));
            return new Measured(flooded, paced);
        }
    }
}
