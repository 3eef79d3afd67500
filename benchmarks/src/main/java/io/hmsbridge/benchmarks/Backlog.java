package io.hmsbridge.benchmarks;

import io.hmsbridge.benchmarks.Stage.Side;
import io.hmsbridge.benchmarks.Step.Accumulate;
import io.hmsbridge.benchmarks.Step.Drain;
import io.hmsbridge.benchmarks.Step.Drained;
import io.hmsbridge.benchmarks.Step.Flood;
import java.io.IOException;
import java.util.List;

/** The sink is down while packets accumulate, and comes back: in 256 MB of heap, as fast as live, at the same cost for each. */
final class Backlog implements Row {

    private static final List<String> SMALL_HEAP = List.of("-Xmx256m", "-XX:+ExitOnOutOfMemoryError");
    /** CPU time is counted in ticks of 10 ms: what is small is done often enough for the ticks not to count. */
    private static final int LEAST = 50_000;

    @Override
    public String name() {
        return "backlog";
    }

    @Override
    public void run(Rig rig, Options options, Figures figures) throws IOException, InterruptedException {
        try (var run = rig.open(Side.OURS, SMALL_HEAP, Setup.posting(1))) {
            var live = run.ask(new Flood(options.events(), options.batch()));
            figures.add("backlog.live_packets_per_s", live.packetsPerSecond());
            figures.add("backlog.live_cpu_us_per_packet", live.cpuPerPacket());
            if (!options.isQuick()) { // reading pages of the outbox is new to this JVM
                downAndBack(LEAST, rig, run, options, new Figures());
            }
            double first = 0;
            double last = 0;
            double rate = 0;
            for (int size : options.backlogs()) {
                var drained = new Drained(0, 0, 0, 0);
                int times = options.isQuick() ? 1 : Math.max(1, LEAST / size);
                for (int time = 0; time < times; time++) {
                    drained = drained.plus(downAndBack(size, rig, run, options, figures));
                }
                figures.add("backlog.drain_packets_per_s_" + size, drained.packetsPerSecond());
                figures.add("backlog.cpu_us_per_packet_" + size, drained.cpuPerPacket());
                figures.add("backlog.back_after_s_" + size, drained.backAfter() / times);
                first = first == 0 ? drained.cpuPerPacket() : first;
                last = drained.cpuPerPacket();
                rate = drained.packetsPerSecond();
            }
            figures.add("backlog.drain_ratio_to_live", rate / live.packetsPerSecond());
            figures.add("backlog.cost_ratio_largest_to_smallest", last / first);
            figures.add("backlog.heap_mb", run.ask(new Step.Heap()) / (1024.0 * 1024));
        }
    }

    private static Drained downAndBack(int size, Rig rig, Rig.Run run, Options options, Figures figures)
            throws IOException, InterruptedException {
        rig.sink().stop();
        try {
            double seconds = run.ask(new Accumulate(size, options.batch()));
            figures.add("backlog.accepted_per_s_" + size, size / seconds);
        } finally {
            rig.sink().start();
        }
        return run.ask(new Drain());
    }
}
