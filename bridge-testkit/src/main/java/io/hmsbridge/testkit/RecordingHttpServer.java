package io.hmsbridge.testkit;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * A real HTTP service on the loopback address, which records each call, answers as told, and can fall asleep:
 * connections to its port are then refused. Safe to use from many threads.
 */
public final class RecordingHttpServer implements AutoCloseable {

    // More than any test connects at once: one that does not fit tries again only after a second.
    private static final int BACKLOG = 512;

    private final List<ReceivedCall> received = new CopyOnWriteArrayList<>();
    private final List<Consumer<ReceivedCall>> listeners = new CopyOnWriteArrayList<>();
    private final int port;
    private volatile Function<ReceivedCall, Answer> answers = _ -> Answer.status(204);
    private volatile Awake awake;

    /** The listening half, which comes and goes. */
    private record Awake(HttpServer server, ExecutorService threads, CountDownLatch sleep) {}

    private RecordingHttpServer() throws IOException {
        awake = listen(0);
        port = awake.server.getAddress().getPort();
    }

    /** A service on a free port that answers 204 to everything. */
    public static RecordingHttpServer start() throws IOException {
        return new RecordingHttpServer();
    }

    /** Its address, which stays the same when it sleeps and wakes. */
    public URI uri() {
        return URI.create("http://127.0.0.1:" + port);
    }

    /** Answers every further call so. */
    public RecordingHttpServer answer(Answer answer) {
        return answer(_ -> answer);
    }

    /** Answers every further call by {@code rule}. */
    public RecordingHttpServer answer(Function<ReceivedCall, Answer> rule) {
        answers = rule;
        return this;
    }

    /** Tells {@code listener} of each call before it is answered. */
    public RecordingHttpServer onReceived(Consumer<ReceivedCall> listener) {
        listeners.add(listener);
        return this;
    }

    /** All calls so far, in the order of their arrival. */
    public List<ReceivedCall> received() {
        return List.copyOf(received);
    }

    /** The latest call. */
    public ReceivedCall last() {
        return received.getLast();
    }

    /** Falls asleep: calls under way break off, and connections are refused until {@link #wake}. */
    public synchronized void sleep() {
        if (awake != null) {
            awake.sleep.countDown();
            awake.server.stop(0);
            awake.threads.shutdownNow();
            awake = null;
        }
    }

    /** Wakes up on the same port. */
    public synchronized void wake() throws IOException {
        if (awake == null) {
            awake = listen(port);
        }
    }

    @Override
    public void close() {
        sleep();
    }

    private Awake listen(int onPort) throws IOException {
        var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), onPort), BACKLOG);
        var listening = new Awake(server, Executors.newVirtualThreadPerTaskExecutor(), new CountDownLatch(1));
        server.setExecutor(listening.threads);
        server.createContext("/", exchange -> handle(exchange, listening.sleep));
        server.start();
        return listening;
    }

    private void handle(HttpExchange exchange, CountDownLatch sleep) throws IOException {
        try (exchange) {
            var call = new ReceivedCall(exchange.getRequestMethod(), exchange.getRequestURI().toString(),
                    Map.copyOf(exchange.getRequestHeaders()), exchange.getRequestBody().readAllBytes());
            received.add(call);
            listeners.forEach(l -> l.accept(call));
            var answer = answers.apply(call);
            if (answer.status() == 0) {
                sleep.await();
                return;
            }
            answer.headers().forEach(exchange.getResponseHeaders()::set);
            var body = answer.bytes();
            exchange.sendResponseHeaders(answer.status(), body.length == 0 ? -1 : body.length);
            exchange.getResponseBody().write(body);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
