package io.hmsbridge.benchmarks;

import io.hmsbridge.benchmarks.Stage.Side;
import io.hmsbridge.benchmarks.Step.Flood;
import io.hmsbridge.benchmarks.Step.Flooded;
import io.hmsbridge.core.outbox.Limits;
import java.io.IOException;

/**
 * One event that ten targets get, against one that one target gets; as many packets in both. With as many in flight for each target as one
 * has unless it says otherwise, with as many as {@code --concurrency} says, and with as many of those in all.
 */
final class FanOut implements Row {

    private static final int TARGETS = 10;

    @Override
    public String name() {
        return "fan_out";
    }

    @Override
    public void run(Rig rig, Options options, Figures figures) throws IOException {
        int usual = Limits.DEFAULT.concurrency();
        var single = flood(1, usual, rig, options);
        var fan = flood(TARGETS, usual, rig, options);
        var wideSingle = flood(1, options.concurrency(), rig, options);
        var wideFan = flood(TARGETS, options.concurrency(), rig, options);
        var inAll = flood(TARGETS, Math.ceilDiv(options.concurrency(), TARGETS), rig, options);
        figures.add("fan_out.ratio_to_single", fan.packetsPerSecond() / single.packetsPerSecond());
        figures.add("fan_out.wide_ratio", wideFan.packetsPerSecond() / wideSingle.packetsPerSecond());
        figures.add("fan_out.as_many_in_all_ratio", inAll.packetsPerSecond() / wideSingle.packetsPerSecond());
        figures.add("fan_out.packets_per_s", fan.packetsPerSecond());
        figures.add("fan_out.single_packets_per_s", single.packetsPerSecond());
        figures.add("fan_out.cpu_us_per_packet", fan.cpuPerPacket());
        figures.add("fan_out.single_cpu_us_per_packet", single.cpuPerPacket());
        figures.add("fan_out.wide_packets_per_s", wideFan.packetsPerSecond());
        figures.add("fan_out.wide_single_packets_per_s", wideSingle.packetsPerSecond());
        figures.add("fan_out.wide_cpu_us_per_packet", wideFan.cpuPerPacket());
        figures.add("fan_out.wide_single_cpu_us_per_packet", wideSingle.cpuPerPacket());
        figures.add("fan_out.as_many_in_all_cpu_us", inAll.cpuPerPacket());
    }

    private static Flooded flood(int targets, int concurrency, Rig rig, Options options) throws IOException {
        try (var run = rig.open(Side.OURS, Setup.posting(targets), concurrency)) {
            return run.ask(new Flood(Math.max(1, options.events() / targets), options.batch()));
        }
    }
}
