package io.hmsbridge.benchmarks;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.ConcurrentHistogram;

/** Single events over HTTP by the clock, from this process, as CloudEvents. */
final class ApiPace implements AutoCloseable {

    private static final String SINGLE = "application/cloudevents+json";

    private final Load load = Load.ofNow();
    private final List<ApiConnection> connections = new ArrayList<>();

    /** What each connection does. */
    private interface Work {

        void on(int number, ApiConnection connection) throws IOException;
    }

    ApiPace(int port, int connections) throws IOException {
        for (int i = 0; i < connections; i++) {
            this.connections.add(new ApiConnection(port));
        }
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
