package io.hmsbridge.benchmarks.faults;

import io.hmsbridge.benchmarks.history.History;
import io.hmsbridge.benchmarks.history.History.Answer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Programs that emit, one event after another each, and write down what they were answered. What is not accepted they emit again
 * under its id, or let be, as it comes.
 */
final class Clients implements AutoCloseable {

    private static final int ACCEPTED = 202;
    private static final int KEYS = 4;
    private static final int SHARED_KEYS = 4;
    private static final int PAUSE_MS = 20;
    private static final Duration PATIENCE = Duration.ofSeconds(40);

    private final History history;
    private final List<Server> servers;
    private final HttpClient http;
    private final List<Thread> threads = new ArrayList<>();
    private final AtomicLong values;
    private final AtomicLong accepted = new AtomicLong();
    private final AtomicLong refused = new AtomicLong();
    private final AtomicLong unknown = new AtomicLong();
    private final AtomicLong slowest = new AtomicLong();
    private volatile boolean stopped;

    private Clients(History history, List<Server> servers, AtomicLong values) {
        this.history = history;
        this.servers = servers;
        this.values = values;
        http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    }

    /**
     * @param servers a client stays with one of them as long as it runs
     * @param perSecond how many events all of them together emit at most
     */
    static Clients start(History history, List<Server> servers, int clients, int perSecond,
            AtomicLong values, long seed) {
        var all = new Clients(history, servers, values);
        long pause = TimeUnit.SECONDS.toNanos(clients) / perSecond;
        for (int i = 0; i < clients; i++) {
            int client = i;
            all.threads.add(Thread.ofVirtual().name("client-" + i)
                    .start(() -> all.emit(client, pause, new Random(seed + client))));
        }
        return all;
    }

    long accepted() {
        return accepted.get();
    }

    long refused() {
        return refused.get();
    }

    /** How often there was no answer. */
    long unknown() {
        return unknown.get();
    }

    /** The longest that an accepted event took to be answered, in milliseconds. */
    long slowestMillis() {
        return TimeUnit.NANOSECONDS.toMillis(slowest.get());
    }

    private void emit(int client, long pause, Random random) {
        try {
            long due = System.nanoTime();
            while (!stopped) {
                boolean shared = random.nextInt(4) == 0;
                var key = shared ? "s" + random.nextInt(SHARED_KEYS) : "c" + client + "k" + random.nextInt(KEYS);
                insist(client, new Event(key, values.incrementAndGet()), random);
                due = Math.max(due + pause, System.nanoTime() - pause);
                TimeUnit.NANOSECONDS.sleep(due - System.nanoTime());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void insist(int client, Event event, Random random) throws InterruptedException {
        do {
            var server = server(client);
            if (server.isPresent()) {
                var emit = history.invoke(event.id());
                var answer = post(server.get(), event);
                emit.answered(answer);
                if (answer == Answer.OK) {
                    return;
                }
            }
            TimeUnit.MILLISECONDS.sleep(PAUSE_MS);
        } while (!stopped && random.nextInt(20) > 0);
    }

    private Optional<URI> server(int client) {
        for (int i = 0; i < servers.size(); i++) {
            var server = servers.get((client + i) % servers.size()).uri();
            if (server.isPresent()) {
                return server;
            }
        }
        return Optional.empty();
    }

    private Answer post(URI server, Event event) throws InterruptedException {
        var request = HttpRequest.newBuilder(server.resolve("/v1/events")).timeout(PATIENCE)
                .header("Authorization", "Bearer " + Server.TOKEN).header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(event.json())).build();
        long before = System.nanoTime();
        try {
            var answer = http.send(request, HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() == ACCEPTED) {
                accepted.incrementAndGet();
                slowest.accumulateAndGet(System.nanoTime() - before, Math::max);
                return Answer.OK;
            }
            // 1202 says that the outcome is unknown; all else that nothing was accepted.
            if (answer.body().contains("BRG-") && !answer.body().contains("BRG-1202")) {
                refused.incrementAndGet();
                return Answer.FAIL;
            }
        } catch (IOException e) {
            unknown.incrementAndGet(); // no answer: either
            return Answer.UNKNOWN;
        }
        unknown.incrementAndGet();
        return Answer.UNKNOWN;
    }

    /** Lets them finish what they are at. */
    @Override
    public void close() {
        stopped = true;
        for (var thread : threads) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        http.close();
    }
}
