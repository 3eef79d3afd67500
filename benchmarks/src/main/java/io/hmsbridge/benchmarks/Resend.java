package io.hmsbridge.benchmarks;

import java.io.IOException;
import java.io.Serializable;
import java.sql.SQLException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Previews a replay of all that was emitted, sends it all again, and then what is left when the overtaken are left out. */
record Resend() implements Step<Resend.Resent> {

    @Override
    public Resent on(Stage stage) throws IOException, SQLException, InterruptedException, TimeoutException {
        var pipeline = (BridgePipeline) stage.pipeline();
        long called = System.nanoTime();
        var counted = pipeline.previewReplay();
        double preview = (System.nanoTime() - called) / 1e9;
        long before = stage.delivered();
        var cpu = stage.cpu();
        long start = System.nanoTime();
        long packets = pipeline.replay(true);
        long deadline = start + Step.PATIENCE.toNanos();
        while (stage.delivered() - before < packets || !pipeline.isEmpty()) {
            if (System.nanoTime() - deadline > 0) {
                throw new TimeoutException("%,d of %,d packets were delivered again within %s"
                        .formatted(stage.delivered() - before, packets, Step.PATIENCE));
            }
            TimeUnit.MILLISECONDS.sleep(1);
        }
        long end = System.nanoTime();
        var used = stage.cpu().since(cpu);
        long beginning = System.nanoTime();
        pipeline.replay(false);
        return new Resent(packets, preview, counted.complete(), (end - start) / 1e9,
                (System.nanoTime() - beginning) / 1e9, used);
    }

    /**
     * What it took.
     *
     * @param wasComplete whether the preview counted all in its time
     * @param seconds from the order until the last was recorded
     * @param leavingOutSeconds of a replay in which nearly all are left out, until it was through
     */
    record Resent(long packets, double previewSeconds, boolean wasComplete, double seconds, double leavingOutSeconds,
            Cpu cpu)
            implements Timed, Serializable {

        double packetsPerSecond() {
            return packets / seconds;
        }

        double cpuPerPacket() {
            return (double) cpu.total() / packets;
        }
    }
}
