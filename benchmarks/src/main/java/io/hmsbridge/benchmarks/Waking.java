package io.hmsbridge.benchmarks;

import io.hmsbridge.benchmarks.Setup.Manner;
import io.hmsbridge.benchmarks.Stage.Side;
import io.hmsbridge.benchmarks.Step.Flood;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** Packets that all have the same effective date, from that moment on, against the same events as they were emitted. */
final class Waking implements Row {

    private static final int PACKETS = 100_000;
    private static final int FEW = 2_000;
    private static final int PER_SECOND = 200;
    private static final int SECONDS = 10;
    private static final int QUICK_SECONDS = 1;
    /** Alone, beside what wakes, beside as much that is emitted meanwhile, and beside programs that only count; an odd number. */
    private static final int TURNS = 3;

    @Override
    public String name() {
        return "waking";
    }

    @Override
    public void run(Rig rig, Options options, Figures figures) throws IOException {
        int packets = options.sized(PACKETS, FEW);
        try (var run = rig.open(Side.OURS, Setup.posting(1))) {
            var live = run.ask(new Flood(packets, options.batch()));
            var woken = run.ask(new Wake(packets, options.batch()));
            figures.add("waking.ratio_to_live", woken.packetsPerSecond() / live.packetsPerSecond());
            figures.add("waking.packets_per_s", woken.packetsPerSecond());
            figures.add("waking.live_packets_per_s", live.packetsPerSecond());
            figures.add("waking.first_after_s", woken.firstAfter());
            figures.add("waking.cpu_us_per_packet", woken.cpuPerPacket());
            figures.add("waking.live_cpu_us_per_packet", live.cpuPerPacket());
        }
        try (var run = rig.open(Side.OURS, List.of(Manner.POSTS, Manner.APART))) {
            var live = run.ask(new Flood(packets, options.batch()));
            var alone = new ArrayList<Latencies>();
            var beside = new ArrayList<Latencies>();
            var besideLive = new ArrayList<Latencies>();
            var busy = new ArrayList<Latencies>();
            var woken = new ArrayList<Double>();
            int seconds = options.sized(SECONDS, QUICK_SECONDS);
            for (int turn = 0; turn < options.sized(TURNS, 1); turn++) {
                alone.add(run.ask(new Apart<>(new Beside(0, false, options.batch(), PER_SECOND, seconds))).paced()
                        .toTarget());
                var measured = run.ask(new Apart<>(new Beside(packets, false, options.batch(), PER_SECOND, seconds)));
                beside.add(measured.paced().toTarget());
                woken.add(measured.othersPerSecond());
                besideLive.add(run.ask(new Apart<>(new Beside(packets, true, options.batch(), PER_SECOND, seconds)))
                        .paced().toTarget());
                try (var _ = new Busy()) {
                    busy.add(run.ask(new Apart<>(new Beside(0, false, options.batch(), PER_SECOND, seconds))).paced()
                            .toTarget());
                }
            }
            figures.add("waking.others_p99_ratio", median(beside, Latencies::p99) / median(alone, Latencies::p99));
            figures.add("waking.others_p99_of_beside_live",
                    median(beside, Latencies::p99) / median(besideLive, Latencies::p99));
            figures.add("waking.others_p99_of_beside_busy",
                    median(beside, Latencies::p99) / median(busy, Latencies::p99));
            figures.add("waking.others_beside_busy_p99_ms", median(busy, Latencies::p99));
            figures.add("waking.others_beside_live_p99_ms", median(besideLive, Latencies::p99));
            figures.add("waking.beside_ratio_to_live", median(woken, each -> each) / live.packetsPerSecond());
            figures.add("waking.others_p50_ms", median(beside, Latencies::p50));
            figures.add("waking.others_p99_ms", median(beside, Latencies::p99));
            figures.add("waking.others_alone_p50_ms", median(alone, Latencies::p50));
            figures.add("waking.others_alone_p99_ms", median(alone, Latencies::p99));
        }
    }

    private static <T> double median(List<T> turns, ToDoubleFunction<T> figure) {
        double[] sorted = turns.stream().mapToDouble(figure).sorted().toArray();
        return sorted[sorted.length / 2];
    }
}
