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

/**
 * A small REST service on this machine: takes {@code PATCH} below one path, tells of each, and can fall asleep, when its
 * port refuses connections.
 */
final class DemoService implements AutoCloseable {

    private static final int NO_CONTENT = 204;
    private static final int NOT_FOUND = 404;

    private final List<Reception> received = new CopyOnWriteArrayList<>();
    private final String path;
    private final Consumer<Reception> listener;
    private final int port;
    private Optional<Awake> awake;

    /** The half that listens, which comes and goes. */
    private record Awake(HttpServer server, ExecutorService threads) {}

    private DemoService(String path, Consumer<Reception> listener) throws IOException {
        this.path = path;
        this.listener = listener;
        var listening = listen(0);
        port = listening.server.getAddress().getPort();
        awake = Optional.of(listening);
    }

    /** Starts on a free port. The listener is told of each change before it is answered. */
    static DemoService start(String path, Consumer<Reception> listener) throws IOException {
        return new DemoService(path, listener);
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
            boolean change = call.method().equals("PATCH") && call.path().startsWith(path);
            if (change) {
                received.add(call);
                listener.accept(call);
            }
            exchange.sendResponseHeaders(change || call.path().equals("/healthz") ? NO_CONTENT : NOT_FOUND, -1);
        }
    }
}
