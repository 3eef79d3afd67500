package io.hmsbridge.benchmarks;

import io.hmsbridge.benchmarks.ServedStep.Begin;
import io.hmsbridge.benchmarks.ServedStep.Finish;
import io.hmsbridge.benchmarks.Stage.Side;
import io.hmsbridge.benchmarks.Step.Flood;
import io.hmsbridge.benchmarks.Step.Flooded;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToLongFunction;

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
            var inside = new ArrayList<Flooded>();
            var served = new ArrayList<Flooded>();
            int events = options.events() / 2;
            for (boolean first : List.of(true, false)) { // the ledger grows: each as often before the other as after it
                if (first) {
                    inside.add(run.ask(new Flood(events, options.batch())));
                }
                served.add(flood(run, events, options.batch()));
                if (!first) {
                    inside.add(run.ask(new Flood(events, options.batch())));
                }
            }
            figures.add("api_batches.ratio_to_engine", perSecond(served) / perSecond(inside));
            figures.add("api_batches.events_per_s", perSecond(served));
            figures.add("api_batches.engine_events_per_s", perSecond(inside));
            figures.add("api_batches.cpu_us_per_event", cpu(served, Cpu::total));
            figures.add("api_batches.engine_cpu_us_per_event", cpu(inside, Cpu::total));
            figures.add("api_batches.cpu_us_jvm", cpu(served, Cpu::jvm));
            figures.add("api_batches.engine_cpu_us_jvm", cpu(inside, Cpu::jvm));
            figures.add("api_batches.cpu_us_postgres", cpu(served, Cpu::postgres));
            figures.add("api_batches.engine_cpu_us_postgres", cpu(inside, Cpu::postgres));
        }
    }

    private static double perSecond(List<Flooded> turns) {
        return turns.stream().mapToLong(Flooded::events).sum() / turns.stream().mapToDouble(Flooded::seconds).sum();
    }

    private static double cpu(List<Flooded> turns, ToLongFunction<Cpu> what) {
        return (double) turns.stream().mapToLong(turn -> what.applyAsLong(turn.cpu())).sum()
                / turns.stream().mapToLong(Flooded::events).sum();
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
