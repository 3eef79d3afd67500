package io.hmsbridge.benchmarks;

import io.hmsbridge.benchmarks.Stage.Side;
import io.hmsbridge.benchmarks.Step.Pace;
import io.hmsbridge.benchmarks.Step.Paced;
import java.io.IOException;

/** Single events by the clock, whatever becomes of those before: how late they are. */
record OpenLoop(String name, int perSecond, int seconds) implements Row {

    private static final int QUICK_SECONDS = 2;

    @Override
    public void run(Rig rig, Options options, Figures figures) throws IOException {
        add(figures, name + ".ideal_", pace(Side.IDEAL, rig, options));
        add(figures, name + ".", pace(Side.OURS, rig, options));
    }

    private Paced pace(Side side, Rig rig, Options options) throws IOException {
        try (var run = rig.open(side, Setup.posting(1))) {
            return run.ask(new Pace(perSecond, options.sized(seconds, QUICK_SECONDS)));
        }
    }

    private static void add(Figures figures, String prefix, Paced paced) {
        figures.add(prefix + "p50", paced.toTarget().p50());
        figures.add(prefix + "p95", paced.toTarget().p95());
        figures.add(prefix + "p99", paced.toTarget().p99());
        figures.add(prefix + "max", paced.toTarget().max());
        figures.add(prefix + "cpu_us_per_event", (double) paced.cpu().total() / paced.toTarget().count());
        figures.add(prefix + "recorded_p50", paced.toRecord().p50());
        figures.add(prefix + "recorded_p95", paced.toRecord().p95());
        figures.add(prefix + "recorded_p99", paced.toRecord().p99());
    }
}
