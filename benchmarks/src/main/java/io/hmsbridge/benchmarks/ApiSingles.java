package io.hmsbridge.benchmarks;

import io.hmsbridge.benchmarks.ServedStep.Begin;
import io.hmsbridge.benchmarks.ServedStep.Finish;
import io.hmsbridge.benchmarks.Stage.Side;
import java.io.IOException;

/** Single events over kept connections: as fast as they go, and by the clock. */
final class ApiSingles implements Row {

    private static final int CONNECTIONS = 64;
    private static final int PER_SECOND = 200;
    private static final int SECONDS = 20;
    private static final int QUICK_SECONDS = 2;

    @Override
    public String name() {
        return "api_singles";
    }

    @Override
    public void run(Rig rig, Options options, Figures figures) throws IOException, InterruptedException {
        try (var run = rig.open(Side.SERVED, Setup.posting(1))) {
            flood(run, options.sized(options.events() / 4, 100));
            var flooded = flood(run, options.sized(options.events() / 2, 200));
            figures.add("api_singles.per_s", flooded.events() / flooded.emitting());
            figures.add("api_singles.recorded_per_s", flooded.eventsPerSecond());
            figures.add("api_singles.cpu_us_per_event", flooded.cpuPerEvent());
            var paced = pace(run, options.sized(SECONDS, QUICK_SECONDS));
            figures.add("api_singles.p50", paced.p50());
            figures.add("api_singles.p95", paced.p95());
            figures.add("api_singles.p99", paced.p99());
            figures.add("api_singles.max", paced.max());
        }
    }

    private static Step.Flooded flood(Rig.Run run, int events) throws IOException, InterruptedException {
        var begun = run.ask(new Begin(events));
        try (var load = new ApiLoad(begun.port(), CONNECTIONS)) {
            return run.ask(new Finish(begun, events, load.flood(begun.first(), events, 1)));
        }
    }

    private static Latencies pace(Rig.Run run, int seconds) throws IOException, InterruptedException {
        int events = PER_SECOND * seconds;
        var begun = run.ask(new Begin(events));
        try (var load = new ApiLoad(begun.port(), CONNECTIONS)) {
            var latencies = load.pace(begun.first(), PER_SECOND, seconds);
            run.ask(new Finish(begun, events, seconds));
            return latencies;
        }
    }
}
