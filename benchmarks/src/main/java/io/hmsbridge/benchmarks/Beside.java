package io.hmsbridge.benchmarks;

import io.hmsbridge.benchmarks.Step.Pace;
import io.hmsbridge.benchmarks.Step.Paced;
import io.hmsbridge.benchmarks.Step.Timed;
import java.io.IOException;
import java.io.Serializable;
import java.sql.SQLException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;

/**
 * Emits events by the clock, for a target of their own where there is one, from the moment on at which others take effect, until those
 * are through; or while the others are emitted as fast as they are taken; or alone. Nobody watches what is recorded, which would cost for
 * all of them.
 *
 * @param others how many others; 0 for none
 * @param live whether those are emitted meanwhile, and take effect at once
 * @param seconds how long where there are none
 */
record Beside(int others, boolean live, int batch, int perSecond, int seconds) implements Step<Beside.Measured> {

    @Override
    public Measured on(Stage stage) throws IOException, SQLException, InterruptedException, TimeoutException {
        long before = stage.delivered();
        if (others == 0) {
            return new Measured(Pace.emit(stage, perSecond, events -> events < (long) perSecond * seconds, () -> {}),
                    0);
        }
        if (live) {
            return flooded(stage, before);
        }
        var pipeline = (BridgePipeline) stage.pipeline();
        pipeline.setApart(false);
        Wake.accept(stage, others, batch);
        pipeline.setApart(true);
        return beside(stage, before, () -> false);
    }

    private Measured flooded(Stage stage, long before)
            throws IOException, SQLException, InterruptedException, TimeoutException {
        var pipeline = (BridgePipeline) stage.pipeline();
        long first = stage.expect(others); // their numbers come before those that are measured
        var flood = new FutureTask<>(() -> {
            pipeline.flood(first, others, batch);
            return true;
        });
        Thread.ofPlatform().name("flood").daemon().start(flood);
        var measured = beside(stage, before, () -> !flood.isDone());
        try {
            flood.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("the others were not emitted", e.getCause());
        }
        return measured;
    }

    private Measured beside(Stage stage, long before, BooleanSupplier emitting)
            throws IOException, SQLException, InterruptedException, TimeoutException {
        long start = System.nanoTime();
        var reached = new double[1];
        var paced = Pace.emit(stage, perSecond, events -> {
            long delivered = stage.delivered() - before;
            reached[0] = (delivered - events) / ((System.nanoTime() - start) / 1e9);
            // Some of which are of ours: it ends before the others are through.
            return emitting.getAsBoolean() || delivered < others;
        }, () -> {});
        return new Measured(paced, reached[0]);
    }

    /**
     * What became of both.
     *
     * @param othersPerSecond how many of the others the sink took a second
     */
    record Measured(Paced paced, double othersPerSecond) implements Timed, Serializable {

        @Override
        public double seconds() {
            return paced.seconds();
        }

        @Override
        public Cpu cpu() {
            return paced.cpu();
        }
    }
}
