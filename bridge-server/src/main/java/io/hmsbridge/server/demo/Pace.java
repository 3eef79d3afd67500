package io.hmsbridge.server.demo;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.TimeUnit;

/** Runs one thing again and again at a light rate, and takes its time. */
final class Pace {

    static final int PER_SECOND = 100;
    private static final long LONGEST_WARM_UP_NANOS = TimeUnit.SECONDS.toNanos(2);
    private static final long INTERVAL_NANOS = TimeUnit.SECONDS.toNanos(1) / PER_SECOND;

    private final int times;

    /** What is measured. */
    @FunctionalInterface
    interface Act {
        void run() throws IOException, InterruptedException;
    }

    Pace(int times) {
        this.times = times;
    }

    /** Warms up with as many or for a while, without a pause, then measures: a machine that has just started is not the usual one. */
    Latencies run(Act act) throws IOException, InterruptedException {
        long warm = System.nanoTime() + LONGEST_WARM_UP_NANOS;
        int warmUps = 0;
        for (; warmUps < times && System.nanoTime() < warm; warmUps++) {
            act.run();
        }
        var samples = new ArrayList<Duration>(times);
        long due = System.nanoTime();
        for (int i = 0; i < times; i++) {
            long now = System.nanoTime();
            if (now < due) {
                TimeUnit.NANOSECONDS.sleep(due - now);
            }
            long start = System.nanoTime();
            act.run();
            samples.add(Duration.ofNanos(System.nanoTime() - start));
            due += INTERVAL_NANOS;
        }
        return new Latencies(warmUps, samples);
    }
}
