package io.hmsbridge.benchmarks;

import io.hmsbridge.benchmarks.Setup.Manner;
import io.hmsbridge.benchmarks.Stage.Side;
import io.hmsbridge.benchmarks.Step.Flood;
import io.hmsbridge.benchmarks.Step.Flooded;
import java.io.IOException;
import java.util.List;

/** One target within windows and limits, its own and shared ones, that let everything pass; against one that has none. */
final class Bounded implements Row {

    @Override
    public String name() {
        return "bounded";
    }

    @Override
    public void run(Rig rig, Options options, Figures figures) throws IOException {
        var free = flood(Manner.POSTS, rig, options);
        var bounded = flood(Manner.BOUNDED, rig, options);
        figures.add("bounded.ratio", bounded.eventsPerSecond() / free.eventsPerSecond());
        figures.add("bounded.cpu_ratio", bounded.cpuPerEvent() / free.cpuPerEvent());
        figures.add("bounded.events_per_s", bounded.eventsPerSecond());
        figures.add("bounded.free_events_per_s", free.eventsPerSecond());
    }

    private static Flooded flood(Manner manner, Rig rig, Options options) throws IOException {
        try (var run = rig.open(Side.OURS, List.of(manner))) {
            return run.ask(new Flood(options.events(), options.batch()));
        }
    }
}
