package io.hmsbridge.server.support;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.stream.Stream;

/** Talks to the API as any HTTP client would. */
public final class ApiClient implements AutoCloseable {

    private final HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final URI server;

    public ApiClient(URI server) {
        this.server = server;
    }

    public Reply get(String path) throws IOException, InterruptedException {
        return send(request(path).GET());
    }

    public Reply post(String path, String contentType, String body, String... headers)
            throws IOException, InterruptedException {
        return post(path, contentType, BodyPublishers.ofString(body), headers);
    }

    public Reply post(String path, String contentType, BodyPublisher body, String... headers)
            throws IOException, InterruptedException {
        var request = request(path).header("Content-Type", contentType).POST(body);
        for (int i = 0; i < headers.length; i += 2) {
            request.header(headers[i], headers[i + 1]);
        }
        return send(request);
    }

    /** The lines of an answer as they come. */
    public Stream<String> lines(String path) throws IOException, InterruptedException {
        return lines(path, ServedBridge.TOKEN);
    }

    /** {@link #lines(String)} for whoever has a token. */
    public Stream<String> lines(String path, String token) throws IOException, InterruptedException {
        var request = bare(path).header("Authorization", "Bearer " + token).GET().build();
        return http.send(request, BodyHandlers.ofLines()).body();
    }

    public Reply send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return Reply.of(http.send(request.build(), BodyHandlers.ofByteArray()));
    }

    /** A request with the right token. */
    public HttpRequest.Builder request(String path) {
        return bare(path).header("Authorization", "Bearer " + ServedBridge.TOKEN);
    }

    /** A request without a token. */
    public HttpRequest.Builder bare(String path) {
        return HttpRequest.newBuilder(server.resolve(path));
    }

    @Override
    public void close() {
        http.shutdownNow();
    }
}
