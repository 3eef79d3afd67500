package io.hmsbridge.benchmarks;

import io.hmsbridge.benchmarks.Step.Pace;
import io.hmsbridge.benchmarks.Step.Paced;
import io.hmsbridge.benchmarks.Step.Timed;
import java.io.IOException;
import java.io.Serializable;
import java.sql.SQLException;
import java.util.concurrent.TimeoutException;

/**
 * Emits events by the clock, for a target of their own where there is one, from the moment on at which others take effect, until those
 * are through; or alone. Nobody watches what is recorded, which would cost for all of them.
 *
 * @param waking how many others; 0 for none
 * @param seconds how long where there are none
 */
record Beside(int waking, int batch, int perSecond, int seconds) implements Step<Beside.Measured> {

    @Override
    public Measured on(Stage stage) throws IOException, SQLException, InterruptedException, TimeoutException {
        long before = stage.delivered();
        if (waking == 0) {
            return new Measured(Pace.emit(stage, perSecond, events -> events < (long) perSecond * seconds, () -> {}),
                    0);
        }
        var pipeline = (BridgePipeline) stage.pipeline();
        pipeline.setApart(false);
        Wake.accept(stage, waking, batch);
        pipeline.setApart(true);
        long start = System.nanoTime();
        var woken = new double[1];
        var paced = Pace.emit(stage, perSecond, events -> {
            long delivered = stage.delivered() - before;
            woken[0] = (delivered - events) / ((System.nanoTime() - start) / 1e9);
            return delivered < waking; // some of which are of ours: it ends before the others are through
        }, () -> {});
        return new Measured(paced, woken[0]);
    }

    /**
     * What became of both.
     *
     * @param wokenPerSecond how many of the others the sink took a second
     */
    record Measured(Paced paced, double wokenPerSecond) implements Timed, Serializable {

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
