package io.hmsbridge.benchmarks;

import io.hmsbridge.benchmarks.Stage.Side;
import io.hmsbridge.benchmarks.Step.Flood;
import java.io.IOException;

/** As throughput, while a million packets wait for their effective date, against none: the same before they came and after they went. */
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
            var flood = new Flood(options.events(), options.batch());
            run.ask(new Postpone.Settle());
            var before = run.ask(flood);
            long heap = run.ask(new Postpone.Live());
            run.ask(new Postpone(options.sized(PACKETS, FEW), options.batch()));
            run.ask(new Postpone.Settle());
            var beside = run.ask(flood);
            figures.add("postponed.heap_mb", (run.ask(new Postpone.Live()) - heap) / MB);
            run.ask(new Postpone.Forget());
            run.ask(new Postpone.Settle());
            var after = run.ask(flood);
            figures.add("postponed.ratio",
                    beside.eventsPerSecond() / ((before.eventsPerSecond() + after.eventsPerSecond()) / 2));
            figures.add("postponed.cpu_ratio",
                    beside.cpuPerEvent() / ((before.cpuPerEvent() + after.cpuPerEvent()) / 2));
            figures.add("postponed.events_per_s", beside.eventsPerSecond());
        }
    }
}
