package io.hmsbridge.benchmarks;

import java.io.IOException;
import java.io.Serializable;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;

/**
 * What a worker is asked to do, and to answer.
 *
 * @param <R> the answer
 */
sealed interface Step<R extends Serializable> extends Serializable {

    R on(Stage stage) throws IOException, SQLException, InterruptedException, TimeoutException;

    Duration PATIENCE = Duration.ofMinutes(10);

    /** Opens a pipeline, in place of the one before. */
    record Open(Setup setup) implements Step<Boolean> {

        @Override
        public Boolean on(Stage stage) throws IOException, SQLException {
            stage.open(setup);
            return true;
        }
    }

    /** Ends the pipeline. */
    record Close() implements Step<Boolean> {

        @Override
        public Boolean on(Stage stage) throws SQLException {
            stage.close();
            return true;
        }
    }

    /** Emits as fast as events are taken, and waits until all are recorded. */
    record Flood(int events, int batch) implements Step<Flooded> {

        @Override
        public Flooded on(Stage stage) throws IOException, SQLException, InterruptedException, TimeoutException {
            long before = stage.delivered();
            var cpu = stage.cpu();
            long start = System.nanoTime();
            for (int left = events; left > 0; left -= batch) {
                stage.emit(Math.min(left, batch));
            }
            long accepted = System.nanoTime();
            stage.drain(PATIENCE);
            long end = System.nanoTime();
            var used = stage.cpu().since(cpu);
            stage.verify();
            return new Flooded(events, stage.delivered() - before, (accepted - start) / 1e9, (end - start) / 1e9, used);
        }
    }

    /**
     * What a flood took.
     *
     * @param packets how many the sink took; more than were due if some were sent again
     * @param emitting seconds until the last event was handed over
     * @param seconds until the last packet was recorded
     */
    record Flooded(long events, long packets, double emitting, double seconds, Cpu cpu) implements Serializable {

        double eventsPerSecond() {
            return events / seconds;
        }

        double packetsPerSecond() {
            return packets / seconds;
        }

        double cpuPerEvent() {
            return (double) cpu.total() / events;
        }
    }

    /**
     * Emits single events by the clock, whatever becomes of those before. A latency counts from the time at which its event was
     * due, so one that is late because the pipeline was busy counts in full.
     */
    record Pace(int perSecond, int seconds) implements Step<Paced> {

        private static final Duration START = Duration.ofMillis(50);

        @Override
        public Paced on(Stage stage) throws IOException, SQLException, InterruptedException, TimeoutException {
            long period = TimeUnit.SECONDS.toNanos(1) / perSecond;
            int events = perSecond * seconds;
            var clock = Stage.Clock.from(stage.emitted(), System.nanoTime() + START.toNanos(), period);
            long recorded = stage.recorded();
            long expected = stage.expected();
            stage.measure(clock);
            try (var _ = stage.pipeline().watch()) {
                for (int i = 0; i < events; i++) {
                    sleepUntil(clock.due(clock.first() + i));
                    stage.emit(1);
                }
                stage.drain(PATIENCE);
                // The watcher is told after the commit.
                long deadline = System.nanoTime() + PATIENCE.toNanos();
                while (stage.recorded() - recorded < stage.expected() - expected && System.nanoTime() < deadline) {
                    TimeUnit.MILLISECONDS.sleep(1);
                }
            } finally {
                stage.measure(null);
            }
            stage.verify();
            return new Paced(Latencies.of(clock.toTarget()), Latencies.of(clock.toRecord()));
        }

        private static void sleepUntil(long due) {
            long left;
            while ((left = due - System.nanoTime()) > 0) {
                LockSupport.parkNanos(left);
            }
        }
    }

    /** Latencies from the time an event was due to the sink's answer, and to the commit that records it. */
    record Paced(Latencies toTarget, Latencies toRecord) implements Serializable {}
}
