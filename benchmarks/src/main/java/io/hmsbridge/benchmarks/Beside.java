package io.hmsbridge.benchmarks;

import io.hmsbridge.benchmarks.Step.Pace;
import io.hmsbridge.benchmarks.Step.Paced;
import java.io.IOException;
import java.sql.SQLException;
import java.util.concurrent.TimeoutException;

/**
 * Emits events for a target of their own by the clock, from the moment on at which others take effect.
 *
 * @param waking how many others
 */
record Beside(int waking, int batch, Pace pace) implements Step<Paced> {

    @Override
    public Paced on(Stage stage) throws IOException, SQLException, InterruptedException, TimeoutException {
        if (waking > 0) {
            Wake.accept(stage, waking, batch);
        }
        var pipeline = (BridgePipeline) stage.pipeline();
        pipeline.setApart(true);
        try {
            return pace.on(stage);
        } finally {
            pipeline.setApart(false);
        }
    }
}
