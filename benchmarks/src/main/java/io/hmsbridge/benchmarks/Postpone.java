package io.hmsbridge.benchmarks;

import java.lang.management.ManagementFactory;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;

/** Emits events that take effect in a month, and returns when they are committed. */
record Postpone(int events, int batch) implements Step<Boolean> {

    private static final Duration LATER = Duration.ofDays(30);

    @Override
    public Boolean on(Stage stage) throws InterruptedException {
        var pipeline = (BridgePipeline) stage.pipeline();
        pipeline.takeEffect(Instant.now().plus(LATER));
        for (int left = events; left > 0; left -= batch) {
            stage.postpone(Math.min(left, batch));
        }
        pipeline.awaitCommits();
        pipeline.takeEffect(null);
        return true;
    }

    /** None of them waits any more. */
    record Forget() implements Step<Boolean> {

        @Override
        public Boolean on(Stage stage) throws SQLException {
            ((BridgePipeline) stage.pipeline()).forgetScheduled();
            return true;
        }
    }

    /** What was written before is on the disk. */
    record Settle() implements Step<Boolean> {

        @Override
        public Boolean on(Stage stage) throws SQLException {
            ((BridgePipeline) stage.pipeline()).settle();
            return true;
        }
    }

    /** How many bytes of the heap are in use, when what is garbage has been collected. */
    record Live() implements Step<Long> {

        @Override
        public Long on(Stage stage) {
            System.gc();
            return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
        }
    }
}
