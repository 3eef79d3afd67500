package io.hmsbridge.benchmarks;

import io.hmsbridge.benchmarks.Stage.Side;
import io.hmsbridge.benchmarks.Step.Flood;
import io.hmsbridge.benchmarks.Step.Flooded;
import java.io.IOException;

/**
 * One event that ten targets get, against one that one target gets; as many packets in both. Once with as many in flight for each target,
 * and once with as many in flight in all.
 */
final class FanOut implements Row {

    private static final int TARGETS = 10;

    @Override
    public String name() {
        return "fan_out";
    }

    @Override
    public void run(Rig rig, Options options, Figures figures) throws IOException {
        var single = flood(1, options.concurrency(), rig, options);
        var fan = flood(TARGETS, options.concurrency(), rig, options);
        var inAll = flood(TARGETS, Math.ceilDiv(options.concurrency(), TARGETS), rig, options);
        figures.add("fan_out.ratio_to_single", fan.packetsPerSecond() / single.packetsPerSecond());
        figures.add("fan_out.as_many_in_all_ratio", inAll.packetsPerSecond() / single.packetsPerSecond());
        figures.add("fan_out.packets_per_s", fan.packetsPerSecond());
        figures.add("fan_out.single_packets_per_s", single.packetsPerSecond());
        figures.add("fan_out.cpu_us_per_packet", fan.cpuPerPacket());
        figures.add("fan_out.single_cpu_us_per_packet", single.cpuPerPacket());
        figures.add("fan_out.as_many_in_all_cpu_us", inAll.cpuPerPacket());
    }

    private static Flooded flood(int targets, int concurrency, Rig rig, Options options) throws IOException {
        try (var run = rig.open(Side.OURS, Setup.posting(targets), concurrency)) {
            return run.ask(new Flood(Math.max(1, options.events() / targets), options.batch()));
        }
    }
}
