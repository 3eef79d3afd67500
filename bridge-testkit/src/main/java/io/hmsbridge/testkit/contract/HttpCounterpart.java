package io.hmsbridge.testkit.contract;

import io.hmsbridge.core.json.ExactJson;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * An HTTP service that takes JSON by any method but GET, once for each {@code Idempotency-Key}, refuses what holds
 * {@code "poison"} with 422, and plays the failures and hostile answers of {@link HttpFailure}.
 */
public final class HttpCounterpart implements Counterpart {

    private final Map<String, Object> settings = new LinkedHashMap<>();
    private final List<Effect> effects = new CopyOnWriteArrayList<>();
    private final Map<String, byte[]> resources = new ConcurrentHashMap<>();
    private final Set<String> keys = ConcurrentHashMap.newKeySet();
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final int port;
    private volatile String playing = "";
    private volatile ServerSocket server;
    private volatile Thread accepting;

    private HttpCounterpart() throws IOException {
        listen(0);
        port = server.getLocalPort();
    }

    /** A service on a free port of this machine. */
    public static HttpCounterpart start() throws IOException {
        return new HttpCounterpart();
    }

    /** One more setting that a connector gets. */
    public HttpCounterpart with(String setting, Object value) {
        settings.put(setting, value);
        return this;
    }

    /** Its address. */
    public URI uri() {
        return URI.create("http://127.0.0.1:" + port);
    }

    @Override
    public Map<String, Object> settings() {
        return settings;
    }

    @Override
    public List<Effect> effects() {
        return List.copyOf(effects);
    }

    @Override
    public Map<String, Set<Outcome>> failures() {
        return HttpFailure.TABLE;
    }

    @Override
    public void play(String failure) throws IOException {
        playing = failure;
        if (failure.equals(DOWN)) {
            stop();
        }
    }

    @Override
    public void behave() throws IOException {
        playing = "";
        if (server.isClosed()) {
            listen(port);
        }
    }

    @Override
    public Map<String, Object> poison() {
        return Map.of("poison", true);
    }

    @Override
    public int connections() {
        return open.size();
    }

    @Override
    public void close() throws IOException {
        stop();
    }

    private void stop() throws IOException {
        server.close();
        try {
            accepting.join(); // while it still waits in accept, the port is taken
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        for (var socket : open) {
            socket.close();
        }
    }

    private void listen(int onPort) throws IOException {
        var listening = new ServerSocket();
        listening.setReuseAddress(true);
        listening.bind(new java.net.InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), onPort), 100);
        server = listening;
        accepting = Thread.ofVirtual().start(() -> {
            while (!listening.isClosed()) {
                try {
                    var socket = listening.accept();
                    open.add(socket);
                    Thread.ofVirtual().start(() -> serve(socket));
                } catch (IOException e) {
                    if (!listening.isClosed()) {
                        throw new java.io.UncheckedIOException(e);
                    }
                }
            }
        });
    }

    private void serve(Socket socket) {
        try (socket) {
            for (var request = HttpRequestRead.from(socket.getInputStream()); request != null;
                    request = HttpRequestRead.from(socket.getInputStream())) {
                var played = playing;
                if (HttpFailure.hasEffect(played)) {
                    if (request.method().equals("GET")) {
                        HttpFailure.write(socket.getOutputStream(), held(request));
                        continue;
                    }
                    int status = take(request);
                    if (played.equals(CUT_AFTER_EFFECT)) {
                        return;
                    }
                    HttpFailure.write(socket.getOutputStream(), status);
                } else if (!HttpFailure.answer(played, socket, uri())) {
                    return;
                }
            }
        } catch (IOException hungUp) {
            // As many of these tests want.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            open.remove(socket);
        }
    }

    /** What was last written to the resource that is asked for. */
    private String held(HttpRequestRead request) {
        var content = resources.get(request.target());
        if (content == null) {
            return "HTTP/1.1 404 Said\r\nContent-Length: 0\r\n\r\n";
        }
        return "HTTP/1.1 200 Said\r\nContent-Type: application/json\r\nContent-Length: "
                + content.length + "\r\n\r\n" + new String(content, StandardCharsets.ISO_8859_1);
    }

    private int take(HttpRequestRead request) {
        var content = ExactJson.read(request.body());
        if (content instanceof Map<?, ?> map && map.containsKey("poison")) {
            return 422;
        }
        var key = request.headers().get("idempotency-key");
        if (key == null || keys.add(key)) {
            effects.add(new Effect(content));
            resources.put(request.target(), request.body());
        }
        return 204;
    }
}
