package io.hmsbridge.benchmarks;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.ConcurrentHistogram;

/** Events over HTTP, from this process, as CloudEvents. */
final class ApiLoad implements AutoCloseable {

    private static final String SINGLE = "application/cloudevents+json";
    private static final String BATCH = "application/cloudevents-batch+json";

    private final Load load = Load.ofNow();
    private final List<ApiConnection> connections = new ArrayList<>();

    /** What each connection does. */
    private interface Work {

        void on(int number, ApiConnection connection) throws IOException;
    }

    ApiLoad(int port, int connections) throws IOException {
        for (int i = 0; i < connections; i++) {
            this.connections.add(new ApiConnection(port));
        }
    }

    /** Emits as fast as events are accepted, each connection one request at a time. Answers with the seconds it took. */
    double flood(long first, int events, int batch) throws IOException, InterruptedException {
        var next = new AtomicLong(first);
        long end = first + events;
        long start = System.nanoTime();
        all((_, connection) -> {
            for (long from = next.getAndAdd(batch); from < end; from = next.getAndAdd(batch)) {
                if (batch == 1) {
                    connection.emit(SINGLE, event(from));
                } else {
                    connection.emit(BATCH, batch(from, Math.min(end, from + batch)));
                }
            }
        });
        return (System.nanoTime() - start) / 1e9;
    }

    /** Emits single events when they are due. How long after that each was accepted. */
    Latencies pace(long first, int perSecond, int seconds) throws IOException, InterruptedException {
        long period = TimeUnit.SECONDS.toNanos(1) / perSecond;
        long start = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(50);
        ConcurrentHistogram nanos = Latencies.histogram();
        all((number, connection) -> {
            for (long i = number; i < (long) perSecond * seconds; i += connections.size()) {
                long due = start + i * period;
                sleepUntil(due);
                connection.emit(SINGLE, event(first + i));
                nanos.recordValue(Math.max(0, System.nanoTime() - due));
            }
        });
        return Latencies.of(nanos);
    }

    private void all(Work work) throws IOException, InterruptedException {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var running = new ArrayList<Future<Void>>();
            for (int i = 0; i < connections.size(); i++) {
                int number = i;
                running.add(threads.submit(() -> {
                    work.on(number, connections.get(number));
                    return null;
                }));
            }
            for (var one : running) {
                one.get();
            }
        } catch (ExecutionException e) {
            throw new IOException("an event was not accepted: " + e.getCause().getMessage(), e);
        }
    }

    private byte[] batch(long from, long end) {
        var json = new ByteArrayOutputStream();
        for (long i = from; i < end; i++) {
            json.write(i == from ? '[' : ',');
            json.writeBytes(event(i));
        }
        json.write(']');
        return json.toByteArray();
    }

    private byte[] event(long number) {
        return ("{\"specversion\":\"1.0\",\"id\":\"" + load.id(number) + "\",\"source\":\"" + Load.SOURCE
                + "\",\"type\":\"" + Load.TYPE + "\",\"subject\":\"" + Load.subject(number) + "\",\"time\":\""
                + Instant.now() + "\",\"datacontenttype\":\"application/json\",\"data\":"
                + new String(Load.json(number), StandardCharsets.UTF_8) + "}").getBytes(StandardCharsets.UTF_8);
    }

    private static void sleepUntil(long due) {
        for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }

    @Override
    public void close() throws IOException {
        for (var connection : connections) {
            connection.close();
        }
    }
}
