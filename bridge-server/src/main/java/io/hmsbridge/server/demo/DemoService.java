package io.hmsbridge.server.demo;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;

/** A small HTTP service on this machine: takes one kind of change, tells of each, and can fall asleep, when its port refuses connections. */
final class DemoService implements AutoCloseable {

    private static final int NO_CONTENT = 204;
    private static final int NOT_FOUND = 404;

    private final List<Reception> received = new CopyOnWriteArrayList<>();
    private final Way way;
    private final Consumer<Reception> listener;
    private final int port;
    private Optional<Awake> awake;

    /**
     * Which changes are taken, and how they are answered.
     *
     * @param path the beginning of their paths
     * @param type of the answer's body; empty if it has none
     */
    record Way(String method, String path, int status, String type, String body) {

        /** Of a REST service. */
        static Way patch(String path) {
            return new Way("PATCH", path, NO_CONTENT, "", "");
        }

        void answer(HttpExchange exchange) throws IOException {
            if (type.isEmpty()) {
                exchange.sendResponseHeaders(status, -1);
                return;
            }
            var bytes = body.getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", type);
            exchange.sendResponseHeaders(status, bytes.length);
            exchange.getResponseBody().write(bytes);
        }
    }

    /** The half that listens, which comes and goes. */
    private record Awake(HttpServer server, ExecutorService threads) {}

    private DemoService(Way way, Consumer<Reception> listener) throws IOException {
        this.way = way;
        this.listener = listener;
        var listening = listen(0);
        port = listening.server.getAddress().getPort();
        awake = Optional.of(listening);
    }

    /** Starts on a free port. The listener is told of each change before it is answered. */
    static DemoService start(Way way, Consumer<Reception> listener) throws IOException {
        return new DemoService(way, listener);
    }

    /** Its address, the same before and after a sleep. */
    URI uri() {
        return URI.create("http://127.0.0.1:" + port);
    }

    /** The changes it received, in order, repeated ones too. */
    List<Reception> received() {
        return List.copyOf(received);
    }

    synchronized void sleep() {
        awake.ifPresent(listening -> {
            listening.server.stop(0);
            listening.threads.shutdownNow();
        });
        awake = Optional.empty();
    }

    synchronized void wake() throws IOException {
        if (awake.isEmpty()) {
            awake = Optional.of(listen(port));
        }
    }

    @Override
    public void close() {
        sleep();
    }

    private Awake listen(int onPort) throws IOException {
        var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), onPort), 0);
        var threads = Executors.newVirtualThreadPerTaskExecutor();
        server.setExecutor(threads);
        server.createContext("/", this::handle);
        server.start();
        return new Awake(server, threads);
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            var call = new Reception(exchange.getRequestMethod(), exchange.getRequestURI().getPath(),
                    new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8),
                    Optional.ofNullable(exchange.getRequestHeaders().getFirst("Idempotency-Key")));
            if (call.method().equals(way.method) && call.path().startsWith(way.path)) {
                received.add(call);
                listener.accept(call);
                way.answer(exchange);
            } else {
                exchange.sendResponseHeaders(call.path().equals("/healthz") ? NO_CONTENT : NOT_FOUND, -1);
            }
        }
    }
}
