package io.hmsbridge.benchmarks;

import io.hmsbridge.benchmarks.Stage.Side;
import io.hmsbridge.benchmarks.Step.Flood;
import java.io.IOException;

/** A window of the ledger that is sent again, against the same events as they were emitted. */
final class ReplayWindow implements Row {

    private static final int PACKETS = 100_000;
    private static final int FEW = 2_000;

    @Override
    public String name() {
        return "replay";
    }

    @Override
    public void run(Rig rig, Options options, Figures figures) throws IOException {
        try (var run = rig.open(Side.OURS, Setup.posting(1))) {
            var live = run.ask(new Flood(options.sized(PACKETS, FEW), options.batch()));
            var replayed = run.ask(new Resend());
            figures.add("replay.ratio_to_live", replayed.packetsPerSecond() / live.packetsPerSecond());
            figures.add("replay.preview_s", replayed.previewSeconds());
            figures.add("replay.preview_complete", replayed.wasComplete() ? 1 : 0);
            figures.add("replay.packets_per_s", replayed.packetsPerSecond());
            figures.add("replay.live_packets_per_s", live.packetsPerSecond());
            figures.add("replay.cpu_us_per_packet", replayed.cpuPerPacket());
            figures.add("replay.live_cpu_us_per_packet", live.cpuPerPacket());
            figures.add("replay.overtaken_left_out_s", replayed.leavingOutSeconds());
        }
    }
}
