package io.hmsbridge.benchmarks;

import io.hmsbridge.benchmarks.Step.Flooded;
import java.io.IOException;
import java.io.Serializable;
import java.sql.SQLException;
import java.util.concurrent.TimeoutException;

/** What a worker is asked of a load that comes to it over HTTP, from the process that asks. */
final class ServedStep {

    private ServedStep() {}

    /**
     * Where it is to go.
     *
     * @param first the number of the first event
     * @param delivered how many packets the sink has had
     * @param cpu used so far
     */
    record Begun(int port, long first, long delivered, Cpu cpu) implements Serializable {}

    /** That so many events will come. */
    record Begin(int events) implements Step<Begun> {

        @Override
        public Begun on(Stage stage) throws IOException {
            return new Begun(stage.port(), stage.expect(events), stage.delivered(), stage.cpu());
        }
    }

    /**
     * Waits until all of them are recorded.
     *
     * @param emitting seconds until the last was accepted
     */
    record Finish(Begun begun, int events, double emitting) implements Step<Flooded> {

        @Override
        public Flooded on(Stage stage) throws IOException, SQLException, InterruptedException, TimeoutException {
            long start = System.nanoTime();
            stage.drain(PATIENCE);
            long end = System.nanoTime();
            var used = stage.cpu().since(begun.cpu());
            stage.verify();
            return new Flooded(events, stage.delivered() - begun.delivered(), emitting,
                    emitting + (end - start) / 1e9, used);
        }
    }
}
