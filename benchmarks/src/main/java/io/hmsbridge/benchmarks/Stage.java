package io.hmsbridge.benchmarks;

import io.hmsbridge.benchmarks.Pipeline.Witness;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.LongAdder;
import org.HdrHistogram.ConcurrentHistogram;

/** Where steps happen: one pipeline at a time, and what is seen of it. Used by one thread, but for what the pipeline tells. */
final class Stage implements Witness, AutoCloseable {

    private final Side side;
    private final Path sinkPid;
    private final Heap heap = Heap.follow();
    private Setup setup;
    private Pipeline pipeline;
    private Served served;
    private long emitted;
    private long postponed;
    private final LongAdder delivered = new LongAdder();
    private final LongAdder recorded = new LongAdder();
    private volatile Clock clock;

    /** When which event was due, and what is measured from there. */
    record Clock(long first, long start, long period, ConcurrentHistogram toTarget, ConcurrentHistogram toRecord) {

        static Clock from(long first, long start, long period) {
            return new Clock(first, start, period, Latencies.histogram(), Latencies.histogram());
        }

        long due(long event) {
            return start + (event - first) * period;
        }
    }

    /** Which of the pipelines; the one that is served is ours as {@code bridge start} has it, with its HTTP API. */
    enum Side {
        OURS, IDEAL, SERVED
    }

    Stage(Side side, Path sinkPid) {
        this.side = side;
        this.sinkPid = sinkPid;
    }

    void open(Setup with) throws SQLException, IOException {
        close();
        setup = with;
        emitted = 0;
        postponed = 0;
        delivered.reset();
        recorded.reset();
        pipeline = switch (side) {
            case OURS -> new BridgePipeline(with, this);
            case IDEAL -> new IdealPipeline(with, this);
            case SERVED -> {
                served = new Served(with, this);
                yield served.pipeline();
            }
        };
    }

    Heap heap() {
        return heap;
    }

    Pipeline pipeline() {
        return pipeline;
    }

    /** Hands over so many events and returns the number of the first. */
    long emit(int count) throws InterruptedException {
        long first = emitted;
        emitted += count;
        pipeline.emit(first, count);
        return first;
    }

    /** The same with events that do not take effect while we look. */
    void postpone(int count) throws InterruptedException {
        emit(count);
        postponed += count;
    }

    /** That so many events come over HTTP; returns the number of the first. */
    long expect(int count) {
        long first = emitted;
        emitted += count;
        return first;
    }

    /** Where the API is served. */
    int port() {
        return served.port();
    }

    long emitted() {
        return emitted;
    }

    /** How many packets the sink took so far. */
    long delivered() {
        return delivered.sum();
    }

    long recorded() {
        return recorded.sum();
    }

    /** How many packets all events emitted so far are to bring to the sink, but for those that were postponed. */
    long expected() {
        return (emitted - postponed) * setup.posting();
    }

    void measure(Clock with) {
        clock = with;
    }

    @Override
    public void delivered(long event) {
        delivered.increment();
        var measuring = clock;
        if (measuring != null && event >= measuring.first) {
            measuring.toTarget.recordValue(Math.max(0, System.nanoTime() - measuring.due(event)));
        }
    }

    @Override
    public void recorded(long event) {
        recorded.increment();
        var measuring = clock;
        if (measuring != null && event >= measuring.first) {
            measuring.toRecord.recordValue(Math.max(0, System.nanoTime() - measuring.due(event)));
        }
    }

    Cpu cpu() throws IOException {
        return Cpu.of(setup.database().pid(), Long.parseLong(Files.readString(sinkPid).strip()));
    }

    /** Waits until all that was emitted is delivered and recorded. */
    void drain(Duration limit) throws InterruptedException, SQLException, TimeoutException {
        long deadline = System.nanoTime() + limit.toNanos();
        while (delivered() < expected() || !pipeline.isEmpty()) {
            pipeline.check();
            if (System.nanoTime() - deadline > 0) {
                throw new TimeoutException("%,d of %,d packets were delivered within %s".formatted(delivered(),
                        expected(), limit));
            }
            TimeUnit.MILLISECONDS.sleep(1);
        }
    }

    /** Makes sure that what the ledger says is what was emitted. */
    void verify() throws SQLException {
        long deliveries = pipeline.deliveries();
        if (deliveries != expected()) {
            throw new IllegalStateException(
                    "%,d packets were expected, %,d are recorded as delivered".formatted(expected(), deliveries));
        }
    }

    @Override
    public void close() throws SQLException {
        if (served != null) {
            served.close();
            served = null;
        }
        if (pipeline != null) {
            pipeline.close();
            pipeline = null;
        }
    }
}
