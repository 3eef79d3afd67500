package io.hmsbridge.benchmarks;

import io.hmsbridge.benchmarks.Stage.Side;
import io.hmsbridge.benchmarks.Step.Flood;
import java.io.IOException;

/** Packets that all have the same effective date, from that moment on, against the same events as they were emitted. */
final class Waking implements Row {

    private static final int PACKETS = 100_000;
    private static final int FEW = 2_000;

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
    }
}
