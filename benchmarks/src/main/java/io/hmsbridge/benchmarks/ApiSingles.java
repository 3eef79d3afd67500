package io.hmsbridge.benchmarks;

import io.hmsbridge.benchmarks.ServedStep.Begin;
import io.hmsbridge.benchmarks.ServedStep.Finish;
import io.hmsbridge.benchmarks.Stage.Side;
import java.io.IOException;

/** Single events over kept connections: as fast as they go, and by the clock. */
final class ApiSingles implements Row {

    private static final int CONNECTIONS = 256;
    private static final int PACED_CONNECTIONS = 64;
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
            flood(run, figures, options.sized(options.events(), 100), "warming_");
            var flooded = flood(run, figures, options.sized(options.events() / 2, 200), "");
            figures.add("api_singles.per_s", flooded.events() / flooded.emitting());
            figures.add("api_singles.recorded_per_s", flooded.eventsPerSecond());
            figures.add("api_singles.cpu_us_per_event", flooded.cpuPerEvent());
            figures.add("api_singles.cpu_us_jvm", (double) flooded.cpu().jvm() / flooded.events());
            figures.add("api_singles.cpu_us_postgres", (double) flooded.cpu().postgres() / flooded.events());
            figures.add("api_singles.cpu_us_sink", (double) flooded.cpu().sink() / flooded.events());
            var paced = pace(run, options.sized(SECONDS, QUICK_SECONDS));
            figures.add("api_singles.p50", paced.p50());
            figures.add("api_singles.p95", paced.p95());
            figures.add("api_singles.p99", paced.p99());
            figures.add("api_singles.max", paced.max());
        }
    }

    private static Step.Flooded flood(Rig.Run run, Figures figures, int events, String which)
            throws IOException, InterruptedException {
        var begun = run.ask(new Begin(events));
        try (var flood = new ApiFlood(begun.port(), CONNECTIONS, Load.ofNow(), 1)) {
            double seconds = flood.run(begun.first(), events);
            figures.add("api_singles." + which + "client_cpu_us_per_event", flood.cpuMicros() / events);
            return run.ask(new Finish(begun, events, seconds));
        }
    }

    private static Latencies pace(Rig.Run run, int seconds) throws IOException, InterruptedException {
        int events = PER_SECOND * seconds;
        var begun = run.ask(new Begin(events));
        try (var load = new ApiPace(begun.port(), PACED_CONNECTIONS)) {
            var latencies = load.pace(begun.first(), PER_SECOND, seconds);
            run.ask(new Finish(begun, events, seconds));
            return latencies;
        }
    }
}
