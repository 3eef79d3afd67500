package io.hmsbridge.benchmarks.connectors;

import io.hmsbridge.api.Packet;
import io.hmsbridge.benchmarks.connectors.Turn.Pair;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.ConcurrentHistogram;

/** The two sides of a comparison by turns, so that each ratio comes from the same seconds. */
final class Turns {

    private static final long LONGEST = TimeUnit.MINUTES.toNanos(2);

    private final Comparison comparison;
    private final Work work;

    Turns(Comparison comparison, Work work) {
        this.comparison = comparison;
        this.work = work;
    }

    /** So many pairs of turns, after two pairs to warm up; each side goes first as often as the other. */
    List<Pair> run(int pairs) throws Exception {
        var all = new ArrayList<Pair>();
        for (int i = -2; i < pairs; i++) {
            boolean first = i % 2 == 0;
            var one = turn(first ? comparison.connector() : comparison.library());
            var other = turn(first ? comparison.library() : comparison.connector());
            if (i >= 0) {
                all.add(first ? new Pair(one, other) : new Pair(other, one));
            }
        }
        return all;
    }

    private Turn turn(Side side) throws Exception {
        comparison.server().clear();
        var packets = new ArrayList<List<List<Packet>>>();
        for (int thread = 0; thread < work.threads(); thread++) {
            packets.add(batches(thread));
        }
        var latencies = new ConcurrentHistogram(LONGEST, 3);
        var start = new CountDownLatch(1);
        try (var pool = Executors.newVirtualThreadPerTaskExecutor()) {
            var ends = new ArrayList<Future<Void>>();
            for (int i = 0; i < work.threads(); i++) {
                int thread = i;
                ends.add(pool.submit(() -> {
                    start.await();
                    for (var batch : packets.get(thread)) {
                        long from = System.nanoTime();
                        side.write(thread, batch);
                        latencies.recordValue(System.nanoTime() - from);
                    }
                    return null;
                }));
            }
            long from = System.nanoTime();
            start.countDown();
            for (var end : ends) {
                end.get();
            }
            double seconds = (System.nanoTime() - from) / 1e9;
            return new Turn(work.threads() * work.batches() * (double) work.batch() / seconds,
                    latencies.getValueAtPercentile(99) / 1e6);
        }
    }

    private List<List<Packet>> batches(int thread) throws Exception {
        var batches = new ArrayList<List<Packet>>();
        for (int i = 0; i < work.batches(); i++) {
            var batch = new ArrayList<Packet>();
            for (int j = 0; j < work.batch(); j++) {
                batch.add(comparison.packets().of(thread, i * work.batch() + j));
            }
            batches.add(batch);
        }
        return batches;
    }
}
