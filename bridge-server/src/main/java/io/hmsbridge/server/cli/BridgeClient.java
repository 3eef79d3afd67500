package io.hmsbridge.server.cli;

import io.hmsbridge.core.json.ExactJson;
import io.hmsbridge.core.json.JsonProblem;
import io.hmsbridge.core.problem.ProblemCode;
import io.hmsbridge.server.tls.ClientTls;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;

/** Talks to a server. What goes wrong becomes a {@link CommandFailure}. */
final class BridgeClient implements AutoCloseable {

    private static final Duration CONNECT = Duration.ofSeconds(5);
    /** Longer than the server lets anyone wait. */
    private static final Duration ANSWER = Duration.ofSeconds(90);

    private final URI server;
    private final Optional<String> token;
    private final HttpClient http;
    private Optional<X509Certificate> certificate = Optional.empty();

    BridgeClient(URI server, Optional<String> token, ClientTls tls) {
        this.server = server;
        this.token = token;
        var builder = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(CONNECT);
        if ("https".equals(server.getScheme())) {
            builder.sslContext(tls.context());
        }
        http = builder.build();
    }

    /** What the server showed with its last answer; empty if it speaks plain HTTP. */
    Optional<X509Certificate> certificate() {
        return certificate;
    }

    /** The answer to {@code GET path}; parameters without a value are left out. */
    JsonView get(String path, Map<String, String> parameters) {
        return exchange(request(path, parameters).GET());
    }

    /** The answer to {@code POST /v1/targets/NAME/what}, which says nothing more. */
    JsonView ask(String target, String what) {
        var name = URLEncoder.encode(target, StandardCharsets.UTF_8).replace("+", "%20");
        return post("/v1/targets/" + name + "/" + what, Map.of(), "{}".getBytes(StandardCharsets.UTF_8));
    }

    /** The answer to {@code POST path} with JSON. */
    JsonView post(String path, Map<String, String> parameters, byte[] json) {
        return exchange(request(path, parameters)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofByteArray(json)));
    }

    /**
     * The server-sent events of {@code GET path}, as they come.
     *
     * @param after the id of the last one that was read; empty for none
     * @param next told of each, and says whether to go on
     * @throws IOException if the connection broke
     */
    void events(String path, Map<String, String> parameters, String after, Predicate<ServerEvent> next)
            throws IOException {
        var request = request(path, parameters).GET();
        if (!after.isEmpty()) {
            request.header("Last-Event-ID", after);
        }
        var response = send(request, HttpResponse.BodyHandlers.ofInputStream());
        try (var body = response.body()) {
            if (response.statusCode() >= 400) {
                answer(response.statusCode(), body.readAllBytes());
            }
            ServerEvent.read(body, next);
        }
    }

    @Override
    public void close() {
        http.shutdownNow();
    }

    private HttpRequest.Builder request(String path, Map<String, String> parameters) {
        var query = parameters.entrySet().stream().filter(parameter -> parameter.getValue() != null)
                .map(parameter -> parameter.getKey() + "="
                        + URLEncoder.encode(parameter.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
        var builder = HttpRequest.newBuilder(URI.create(server + path + (query.isEmpty() ? "" : "?" + query)))
                .timeout(ANSWER);
        token.ifPresent(secret -> builder.header("Authorization", "Bearer " + secret));
        return builder;
    }

    private JsonView exchange(HttpRequest.Builder request) {
        var response = send(request, HttpResponse.BodyHandlers.ofByteArray());
        certificate = response.sslSession().flatMap(BridgeClient::shown);
        return answer(response.statusCode(), response.body());
    }

    private <T> HttpResponse<T> send(HttpRequest.Builder request, HttpResponse.BodyHandler<T> body) {
        try {
            return http.send(request.build(), body);
        } catch (SSLException e) {
            throw new CommandFailure(ExitCode.ENVIRONMENT, ProblemCode.NOT_SECURED,
                    "no secure connection to " + server + ": " + e.getMessage());
        } catch (IOException _) {
            throw new CommandFailure(ExitCode.ENVIRONMENT, ProblemCode.NO_SERVER,
                    "no server answers at " + server + "; start one with bridge start, or name another with --url");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandFailure(ExitCode.FAILED, "interrupted");
        }
    }

    private static Optional<X509Certificate> shown(SSLSession session) {
        try {
            return Optional.of((X509Certificate) session.getPeerCertificates()[0]);
        } catch (SSLPeerUnverifiedException _) {
            return Optional.empty(); // cannot be: this client insists on one
        }
    }

    private JsonView answer(int status, byte[] json) {
        JsonView body;
        try {
            body = JsonView.of(ExactJson.read(json));
        } catch (JsonProblem _) {
            throw new CommandFailure(ExitCode.ENVIRONMENT, ProblemCode.NO_SERVER,
                    "what answers at " + server + " is not HMS Bridge (status " + status + ")");
        }
        if (status >= 400) {
            throw new CommandFailure(exitCode(status), body.text("detail") + " [" + body.text("code") + "]");
        }
        return body;
    }

    private static int exitCode(int status) {
        if (status == 401 || status == 403) {
            return ExitCode.ENVIRONMENT;
        }
        return status < 500 ? ExitCode.INVALID : ExitCode.FAILED;
    }
}
