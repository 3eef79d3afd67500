package io.hmsbridge.benchmarks;

import io.hmsbridge.benchmarks.Stage.Side;
import io.hmsbridge.benchmarks.Step.Flood;
import io.hmsbridge.benchmarks.Step.Flooded;
import java.io.IOException;

/** One target, as many events as go: how fast, and at what cost. */
final class Throughput implements Row {

    @Override
    public String name() {
        return "throughput";
    }

    @Override
    public void run(Rig rig, Options options, Figures figures) throws IOException {
        var ideal = flood(Side.IDEAL, rig, options);
        var ours = flood(Side.OURS, rig, options);
        figures.add("throughput_ratio_to_ideal", ours.eventsPerSecond() / ideal.eventsPerSecond());
        figures.add("cpu_us_per_event", ours.cpuPerEvent());
        figures.add("ideal_cpu_us_per_event", ideal.cpuPerEvent());
        add(figures, "throughput.", ours);
        add(figures, "throughput.ideal_", ideal);
    }

    private static Flooded flood(Side side, Rig rig, Options options)
            throws IOException {
        try (var run = rig.open(side, Setup.posting(1))) {
            return run.ask(new Flood(options.events(), options.batch()));
        }
    }

    private static void add(Figures figures, String prefix, Flooded flooded) {
        figures.add(prefix + "events_per_s", flooded.eventsPerSecond());
        figures.add(prefix + "emitting_s", flooded.emitting());
        figures.add(prefix + "sent_again", (double) (flooded.packets() - flooded.events()));
        figures.add(prefix + "cpu_us_jvm", (double) flooded.cpu().jvm() / flooded.events());
        figures.add(prefix + "cpu_us_postgres", (double) flooded.cpu().postgres() / flooded.events());
        figures.add(prefix + "cpu_us_sink", (double) flooded.cpu().sink() / flooded.events());
    }
}
