package io.hmsbridge.benchmarks;

import java.io.IOException;
import java.io.Serializable;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Emits events that take effect at one moment some seconds ahead, and waits until all of their packets are recorded. */
record Wake(int events, int batch) implements Step<Wake.Woken> {

    /** So many a second are accepted before the moment comes, at least. */
    private static final int ACCEPTED = 4_000;

    private static final Duration LEAST = Duration.ofSeconds(3);

    @Override
    public Woken on(Stage stage) throws IOException, SQLException, InterruptedException, TimeoutException {
        var pipeline = (BridgePipeline) stage.pipeline();
        long before = stage.delivered();
        accept(stage, events, batch);
        var cpu = stage.cpu();
        long start = System.nanoTime();
        while (stage.delivered() == before) {
            pipeline.check();
            TimeUnit.MILLISECONDS.sleep(1);
        }
        double first = (System.nanoTime() - start) / 1e9;
        stage.drain(Step.PATIENCE);
        double seconds = (System.nanoTime() - start) / 1e9;
        var used = stage.cpu().since(cpu);
        stage.verify();
        return new Woken(stage.delivered() - before, first, seconds, used);
    }

    /** Emits events that take effect at one moment, and returns when that has come. */
    static void accept(Stage stage, int events, int batch) throws InterruptedException {
        var pipeline = (BridgePipeline) stage.pipeline();
        long before = stage.delivered();
        var due = Instant.now().plus(LEAST).plusSeconds(events / ACCEPTED);
        pipeline.takeEffect(due);
        for (int left = events; left > 0; left -= batch) {
            stage.emit(Math.min(left, batch));
        }
        pipeline.awaitCommits();
        pipeline.takeEffect(null);
        long wait = Duration.between(Instant.now(), due).toNanos();
        if (wait < 0 || stage.delivered() > before) {
            throw new IllegalStateException("%,d events were not accepted before they took effect".formatted(events));
        }
        TimeUnit.NANOSECONDS.sleep(wait);
    }

    /**
     * What it took, from the moment on.
     *
     * @param firstAfter seconds until the sink had the first packet
     * @param seconds until the last was recorded
     */
    record Woken(long packets, double firstAfter, double seconds, Cpu cpu) implements Timed, Serializable {

        double packetsPerSecond() {
            return packets / seconds;
        }

        double cpuPerPacket() {
            return (double) cpu.total() / packets;
        }
    }
}
