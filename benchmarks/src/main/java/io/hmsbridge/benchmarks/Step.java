package io.hmsbridge.benchmarks;

import java.io.IOException;
import java.io.Serializable;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongPredicate;

/**
 * What a worker is asked to do, and to answer.
 *
 * @param <R> the answer
 */
interface Step<R extends Serializable> extends Serializable {

    R on(Stage stage) throws IOException, SQLException, InterruptedException, TimeoutException;

    Duration PATIENCE = Duration.ofMinutes(10);

    /** An answer that tells how long it took, and what CPU time it used. */
    interface Timed extends Serializable {

        double seconds();

        Cpu cpu();
    }

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
    record Flooded(long events, long packets, double emitting, double seconds, Cpu cpu) implements Timed {

        /** Several as if they were one. */
        static Flooded together(List<Flooded> floods) {
            return floods.stream().reduce((one, other) -> new Flooded(one.events + other.events,
                    one.packets + other.packets, one.emitting + other.emitting, one.seconds + other.seconds,
                    one.cpu.plus(other.cpu))).orElseThrow();
        }

        double eventsPerSecond() {
            return events / seconds;
        }

        double packetsPerSecond() {
            return packets / seconds;
        }

        double cpuPerEvent() {
            return (double) cpu.total() / events;
        }

        double cpuPerPacket() {
            return (double) cpu.total() / packets;
        }
    }

    /**
     * Emits single events by the clock, whatever becomes of those before. A latency counts from the time at which its event was
     * due, so one that is late because the pipeline was busy counts in full.
     */
    record Pace(int perSecond, int seconds) implements Step<Paced> {

        private static final Duration START = Duration.ofMillis(50);
        private static final Duration AFTER_COMMIT = Duration.ofSeconds(10);

        @Override
        public Paced on(Stage stage) throws IOException, SQLException, InterruptedException, TimeoutException {
            try (var _ = stage.pipeline().watch()) {
                long recorded = stage.recorded();
                long expected = stage.expected();
                return emit(stage, perSecond, events -> events < (long) perSecond * seconds, () -> {
                    // The watcher is told after the commit.
                    long deadline = System.nanoTime() + AFTER_COMMIT.toNanos();
                    while (stage.recorded() - recorded < stage.expected() - expected) {
                        if (System.nanoTime() - deadline > 0) {
                            throw new TimeoutException("the watcher was not told of every packet that was recorded");
                        }
                        TimeUnit.MILLISECONDS.sleep(1);
                    }
                });
            }
        }

        /** What is waited for when all is drained. */
        interface Wait {
            void run() throws InterruptedException, TimeoutException;
        }

        /**
         * @param goesOn whether to emit another after so many
         * @param drained waited for in the end
         */
        static Paced emit(Stage stage, int perSecond, LongPredicate goesOn, Wait drained)
                throws IOException, SQLException, InterruptedException, TimeoutException {
            long period = TimeUnit.SECONDS.toNanos(1) / perSecond;
            var clock = Stage.Clock.from(stage.emitted(), System.nanoTime() + START.toNanos(), period);
            var cpu = stage.cpu();
            long start = System.nanoTime();
            stage.measure(clock);
            try {
                for (long i = 0; goesOn.test(i); i++) {
                    sleepUntil(clock.due(clock.first() + i));
                    stage.emit(1);
                }
                stage.drain(PATIENCE);
                drained.run();
            } finally {
                stage.measure(null);
            }
            stage.verify();
            return new Paced(Latencies.of(clock.toTarget()), Latencies.of(clock.toRecord()),
                    (System.nanoTime() - start) / 1e9, stage.cpu().since(cpu));
        }

        private static void sleepUntil(long due) {
            long left;
            while ((left = due - System.nanoTime()) > 0) {
                LockSupport.parkNanos(left);
            }
        }
    }

    /** Emits, and waits until all of it is committed, but not for deliveries. Answers with the seconds that took. */
    record Accumulate(int events, int batch) implements Step<Double> {

        @Override
        public Double on(Stage stage) throws InterruptedException {
            long start = System.nanoTime();
            for (int left = events; left > 0; left -= batch) {
                stage.emit(Math.min(left, batch));
            }
            stage.pipeline().awaitCommits();
            return (System.nanoTime() - start) / 1e9;
        }
    }

    /** Waits until all that was emitted before is recorded. The time runs from the first packet that the sink takes. */
    record Drain() implements Step<Drained> {

        @Override
        public Drained on(Stage stage) throws IOException, SQLException, InterruptedException, TimeoutException {
            long called = System.nanoTime();
            long before = stage.delivered();
            while (stage.delivered() == before) {
                if (System.nanoTime() - called > PATIENCE.toNanos()) {
                    throw new TimeoutException("nothing was delivered within " + PATIENCE);
                }
                TimeUnit.MILLISECONDS.sleep(1);
            }
            long start = System.nanoTime();
            var cpu = stage.cpu();
            stage.drain(PATIENCE);
            long end = System.nanoTime();
            var used = stage.cpu().since(cpu);
            stage.verify();
            return new Drained(stage.delivered() - before, (start - called) / 1e9, (end - start) / 1e9, used.total());
        }
    }

    /**
     * What a drain took.
     *
     * @param backAfter seconds until the sink got the first packet
     * @param seconds from then until the last was recorded
     */
    record Drained(long packets, double backAfter, double seconds, long cpuMicros) implements Serializable {

        Drained plus(Drained other) {
            return new Drained(packets + other.packets, backAfter + other.backAfter, seconds + other.seconds,
                    cpuMicros + other.cpuMicros);
        }

        double packetsPerSecond() {
            return packets / seconds;
        }

        double cpuPerPacket() {
            return (double) cpuMicros / packets;
        }
    }

    /** Answers with the most bytes that this process's heap held after a collection. */
    record Heap() implements Step<Long> {

        @Override
        public Long on(Stage stage) {
            return stage.heap().most();
        }
    }

    /** Latencies from the time an event was due to the sink's answer, and to the commit that records it. */
    record Paced(Latencies toTarget, Latencies toRecord, double seconds, Cpu cpu) implements Timed {}
}
