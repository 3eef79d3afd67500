package io.hmsbridge.benchmarks;

import io.hmsbridge.benchmarks.Setup.Manner;
import io.hmsbridge.benchmarks.Stage.Side;
import io.hmsbridge.benchmarks.Step.Flood;
import io.hmsbridge.benchmarks.Step.Pace;
import java.io.IOException;
import java.util.List;

/** Packets that all have the same effective date, from that moment on, against the same events as they were emitted. */
final class Waking implements Row {

    private static final int PACKETS = 100_000;
    private static final int FEW = 2_000;
    private static final int PER_SECOND = 200;
    private static final int SECONDS = 6;
    private static final int QUICK_SECONDS = 1;

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
            var pace = new Pace(PER_SECOND, options.sized(SECONDS, QUICK_SECONDS));
            var alone = run.ask(new Beside(0, options.batch(), pace)).toTarget();
            var beside = run.ask(new Beside(packets, options.batch(), pace)).toTarget();
            figures.add("waking.others_p99_ratio", beside.p99() / alone.p99());
            figures.add("waking.others_p50_ms", beside.p50());
            figures.add("waking.others_p99_ms", beside.p99());
            figures.add("waking.others_alone_p50_ms", alone.p50());
            figures.add("waking.others_alone_p99_ms", alone.p99());
        }
    }
}
