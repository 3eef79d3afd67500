package io.hmsbridge.benchmarks;

import java.io.IOException;
import java.io.Serializable;
import java.sql.SQLException;
import java.util.concurrent.TimeoutException;

/** Does something with events of the type that has a target of its own. */
record Apart<R extends Serializable>(Step<R> step) implements Step<R> {

    @Override
    public R on(Stage stage) throws IOException, SQLException, InterruptedException, TimeoutException {
        var pipeline = (BridgePipeline) stage.pipeline();
        pipeline.setApart(true);
        try {
            return step.on(stage);
        } finally {
            pipeline.setApart(false);
        }
    }
}
