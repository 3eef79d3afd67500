package io.hmsbridge.benchmarks.faults;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.hmsbridge.benchmarks.history.History;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongPredicate;

/**
 * What the targets are: an HTTP service that writes down each packet it takes, before it answers. Knows nothing of idempotency keys
 * but to write them down, so that what is sent twice is seen twice. Its address is {@code /TARGET/KEY}.
 */
final class Service implements AutoCloseable {

    private static final int NO_CONTENT = 204;
    private static final int UNPROCESSABLE = 422;
    private static final int BACKLOG = 1024;
    /** So that some are always on their way when something happens. */
    private static final int LONGEST_MS = 4;

    private final History history;
    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final AtomicInteger active = new AtomicInteger();
    private final AtomicLong received = new AtomicLong();
    private final AtomicLong latest = new AtomicLong();
    private final Map<String, Long> distinct = new ConcurrentHashMap<>();
    private final Map<String, AtomicLong> byTarget = new ConcurrentHashMap<>();
    private final Map<String, Long> refused = new ConcurrentHashMap<>();
    private volatile LongPredicate poison = _ -> false;
    private volatile String version = "";

    private Service(History history, HttpServer server) {
        this.history = history;
        this.server = server;
    }

    static Service start(History history) throws IOException {
        System.setProperty("sun.net.httpserver.nodelay", "true");
        var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), BACKLOG);
        var service = new Service(history, server);
        server.setExecutor(service.threads);
        server.createContext("/", service::serve);
        server.start();
        return service;
    }

    int port() {
        return server.getAddress().getPort();
    }

    /** The address of a target, by way of this port. */
    static URI uri(int port, String target) {
        return URI.create("http://127.0.0.1:" + port + "/" + target);
    }

    /** Refuses for ever what has one of these values. */
    void refuse(LongPredicate values) {
        poison = values;
    }

    /** How many it took, those among them that it had already. */
    long received() {
        return received.get();
    }

    /** How many different ones it took. */
    long distinct() {
        return distinct.size();
    }

    /** How many different ones it refused for ever. */
    long refused() {
        return refused.size();
    }

    /** How many a target took. */
    long received(String target) {
        var count = byTarget.get(target);
        return count == null ? 0 : count.get();
    }

    /** The highest value it took. */
    long latest() {
        return latest.get();
    }

    /** The version of the plugin that sent the last one, if it says. */
    String version() {
        return version;
    }

    /** Waits until nothing is on its way to it any more, whose sender is dead. */
    void settle() throws Exception {
        var before = new long[] {-1};
        Wait.until(Scene.LONG, "the targets have read what was sent", () -> {
            long now = received.get();
            boolean quiet = active.get() == 0 && now == before[0];
            before[0] = now;
            TimeUnit.MILLISECONDS.sleep(2L * LONGEST_MS);
            return quiet;
        });
    }

    private void serve(HttpExchange exchange) throws IOException {
        active.incrementAndGet();
        try (exchange) {
            var body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            int status = exchange.getRequestMethod().equals("POST") ? take(exchange, body) : NO_CONTENT;
            exchange.sendResponseHeaders(status, -1);
        } finally {
            active.decrementAndGet();
        }
    }

    private int take(HttpExchange exchange, String body) {
        var path = exchange.getRequestURI().getPath().split("/");
        var id = exchange.getRequestHeaders().getFirst("X-Event");
        var event = Event.of(id);
        if (poison.test(event.value())) {
            refused.merge(id, 1L, Long::sum);
            return UNPROCESSABLE;
        }
        history.received(path[1], path[2], id, exchange.getRequestHeaders().getFirst("Idempotency-Key"), body);
        distinct.merge(path[1] + "/" + id, 1L, Long::sum);
        byTarget.computeIfAbsent(path[1], _ -> new AtomicLong()).incrementAndGet();
        received.incrementAndGet();
        latest.accumulateAndGet(event.value(), Math::max);
        var said = exchange.getRequestHeaders().getFirst("X-Version");
        version = said == null ? version : said;
        pause();
        return NO_CONTENT;
    }

    private static void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(ThreadLocalRandom.current().nextInt(LONGEST_MS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.close();
    }
}
