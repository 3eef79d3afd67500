package io.hmsbridge.benchmarks;

import io.hmsbridge.benchmarks.Step.Timed;
import java.io.IOException;
import java.sql.SQLException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Waits until all that was emitted has ended, most of it folded into others. */
record Fold() implements Step<Fold.Folded> {

    @Override
    public Folded on(Stage stage) throws IOException, SQLException, InterruptedException, TimeoutException {
        var pipeline = (BridgePipeline) stage.pipeline();
        var cpu = stage.cpu();
        long start = System.nanoTime();
        while (!pipeline.isEmpty()) {
            pipeline.check();
            if (System.nanoTime() - start > PATIENCE.toNanos()) {
                throw new TimeoutException("%,d packets were sent within %s, and others wait".formatted(
                        stage.delivered(), PATIENCE));
            }
            TimeUnit.MILLISECONDS.sleep(10);
        }
        double seconds = (System.nanoTime() - start) / 1e9;
        var used = stage.cpu().since(cpu);
        if (pipeline.ended() < stage.emitted()) {
            throw new IllegalStateException("%,d packets were expected to end, %,d did".formatted(stage.emitted(),
                    pipeline.ended()));
        }
        return new Folded(stage.delivered(), seconds, used);
    }

    /**
     * What it took, from when the sink was back.
     *
     * @param sent how many packets it got
     */
    record Folded(long sent, double seconds, Cpu cpu) implements Timed {}
}
