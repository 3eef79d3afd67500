package io.hmsbridge.plugins.mail;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Hands out access tokens, each once, and refuses when there is none left. */
final class TokenServer implements AutoCloseable {

    private final HttpServer server;
    private final List<String> forms = new CopyOnWriteArrayList<>();

    private TokenServer(HttpServer server) {
        this.server = server;
    }

    static TokenServer start(String... tokens) throws IOException {
        var http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 10);
        var server = new TokenServer(http);
        var left = new CopyOnWriteArrayList<>(tokens);
        http.createContext("/token", exchange -> {
            server.forms.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.US_ASCII));
            boolean has = !left.isEmpty();
            var answer = (has ? "{\"access_token\": \"%s\", \"token_type\": \"Bearer\", \"expires_in\": 3600}"
                    .formatted(left.removeFirst()) : "{\"error\": \"invalid_grant\"}").getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(has ? 200 : 400, answer.length);
            exchange.getResponseBody().write(answer);
            exchange.close();
        });
        http.start();
        return server;
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/token";
    }

    /** The bodies of all requests. */
    List<String> forms() {
        return forms;
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
