package io.hmsbridge.benchmarks;

import io.hmsbridge.benchmarks.ServedStep.Begin;
import io.hmsbridge.benchmarks.ServedStep.Finish;
import io.hmsbridge.benchmarks.Stage.Side;
import io.hmsbridge.benchmarks.Step.Flood;
import io.hmsbridge.benchmarks.Step.Flooded;
import java.io.IOException;
import java.util.List;

/** Batches over HTTP against the same batches in the process, by one and the same bridge. */
final class ApiBatches implements Row {

    @Override
    public String name() {
        return "api_batches";
    }

    @Override
    public void run(Rig rig, Options options, Figures figures) throws IOException, InterruptedException {
        try (var run = rig.open(Side.SERVED, Setup.posting(1))) {
            flood(run, options.sized(options.events() / 4, 200), options.batch()); // the API's own code, warm
            int events = options.events() / 2;
            var flood = new Flood(events, options.batch());
            // The ledger grows: each as often before the other as after it.
            var before = run.ask(flood);
            var served = Flooded.together(
                    List.of(flood(run, events, options.batch()), flood(run, events, options.batch())));
            var inside = Flooded.together(List.of(before, run.ask(flood)));
            figures.add("api_batches.ratio_to_engine", served.eventsPerSecond() / inside.eventsPerSecond());
            figures.add("api_batches.events_per_s", served.eventsPerSecond());
            figures.add("api_batches.engine_events_per_s", inside.eventsPerSecond());
            figures.add("api_batches.cpu_us_per_event", served.cpuPerEvent());
            figures.add("api_batches.engine_cpu_us_per_event", inside.cpuPerEvent());
            figures.add("api_batches.cpu_us_jvm", (double) served.cpu().jvm() / served.events());
            figures.add("api_batches.engine_cpu_us_jvm", (double) inside.cpu().jvm() / inside.events());
            figures.add("api_batches.cpu_us_postgres", (double) served.cpu().postgres() / served.events());
            figures.add("api_batches.engine_cpu_us_postgres", (double) inside.cpu().postgres() / inside.events());
        }
    }

    /** With as much under way as the pipelines have uncommitted. */
    private static Flooded flood(Rig.Run run, int events, int batch) throws IOException, InterruptedException {
        var begun = run.ask(new Begin(events));
        int connections = Math.max(1, Pipeline.UNCOMMITTED / batch);
        try (var flood = new ApiFlood(begun.port(), connections, Load.ofNow(), batch)) {
            return run.ask(new Finish(begun, events, flood.run(begun.first(), events)));
        }
    }
}
