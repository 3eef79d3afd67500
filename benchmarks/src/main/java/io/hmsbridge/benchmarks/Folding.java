package io.hmsbridge.benchmarks;

import io.hmsbridge.benchmarks.Setup.Manner;
import io.hmsbridge.benchmarks.Stage.Side;
import io.hmsbridge.benchmarks.Step.Accumulate;
import java.io.IOException;
import java.util.List;

/** The sink is down while packets of a thousand keys accumulate for a target that folds them, and comes back; in 256 MB of heap. */
final class Folding implements Row {

    private static final List<String> SMALL_HEAP = List.of("-Xmx256m", "-XX:+ExitOnOutOfMemoryError");
    private static final int PACKETS = 1_000_000;
    private static final int FEW = 5_000;

    @Override
    public String name() {
        return "folding";
    }

    @Override
    public void run(Rig rig, Options options, Figures figures) throws IOException, InterruptedException {
        int packets = options.sized(PACKETS, FEW);
        try (var run = rig.open(Side.OURS, SMALL_HEAP, List.of(Manner.FOLDS))) {
            rig.sink().stop();
            try {
                figures.add("folding.accepted_per_s", packets / run.ask(new Accumulate(packets, options.batch())));
            } finally {
                rig.sink().start();
            }
            var folded = run.ask(new Fold());
            figures.add("folding.sent", (double) folded.sent());
            figures.add("folding.sent_per_key", (double) folded.sent() / Load.KEYS);
            figures.add("folding.seconds", folded.seconds());
            figures.add("folding.cpu_us_per_packet", (double) folded.cpu().total() / packets);
            figures.add("folding.heap_mb", run.ask(new Step.Heap()) / (1024.0 * 1024));
        }
    }
}
