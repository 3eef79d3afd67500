package io.hmsbridge.benchmarks;

import io.hmsbridge.benchmarks.Stage.Side;
import io.hmsbridge.benchmarks.Step.Flood;
import java.io.IOException;

/** As throughput, while a million packets wait for their effective date, against none. */
final class Postponed implements Row {

    private static final int PACKETS = 1_000_000;
    private static final int FEW = 2_000;
    private static final double MB = 1024.0 * 1024;

    @Override
    public String name() {
        return "postponed";
    }

    @Override
    public void run(Rig rig, Options options, Figures figures) throws IOException {
        try (var run = rig.open(Side.OURS, Setup.posting(1))) {
            var none = run.ask(new Flood(options.events(), options.batch()));
            long before = run.ask(new Postpone.Live());
            run.ask(new Postpone(options.sized(PACKETS, FEW), options.batch()));
            var beside = run.ask(new Flood(options.events(), options.batch()));
            figures.add("postponed.ratio", beside.eventsPerSecond() / none.eventsPerSecond());
            figures.add("postponed.cpu_ratio", beside.cpuPerEvent() / none.cpuPerEvent());
            figures.add("postponed.heap_mb", (run.ask(new Postpone.Live()) - before) / MB);
        }
    }
}
