package io.hmsbridge.server.http;

import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.Filter;
import io.helidon.webserver.http.FilterChain;
import io.helidon.webserver.http.RoutingRequest;
import io.helidon.webserver.http.RoutingResponse;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import io.hmsbridge.server.metrics.Metrics;
import java.time.Duration;

/** {@code GET /metrics}: for Prometheus, in OpenMetrics for those who ask for it. Measures requests too, by their route. */
final class MetricsResource implements Filter {

    private static final String TEXT = "text/plain; version=0.0.4; charset=utf-8";
    private static final String OPEN_METRICS = "application/openmetrics-text; version=1.0.0; charset=utf-8";

    /** Paths that lead nowhere are counted as one, whatever clients think of. */
    private static final String NOWHERE = "/*";

    private final Metrics metrics;

    MetricsResource(Metrics metrics) {
        this.metrics = metrics;
    }

    void get(ServerRequest request, ServerResponse response) {
        Parameters.of(request);
        boolean open = request.headers().value(HeaderNames.ACCEPT).orElse("").contains("application/openmetrics-text");
        var mediaType = open ? OPEN_METRICS : TEXT;
        response.header(HeaderNames.CONTENT_TYPE, mediaType);
        response.header(HeaderNames.CACHE_CONTROL, "no-store");
        response.send(metrics.scrape(mediaType));
    }

    @Override
    public void filter(FilterChain chain, RoutingRequest request, RoutingResponse response) {
        long begun = System.nanoTime();
        response.whenSent(() -> {
            var route = request.context().get(Resource.class, Resource.class);
            // A stream lasts as long as its client likes: that is no measure of ours.
            if (route.isEmpty() || !route.get().path().equals(PacketStream.PATH)) {
                metrics.answered(method(request), route.map(Resource::path).orElse(NOWHERE), response.status().code(),
                        Duration.ofNanos(System.nanoTime() - begun));
            }
        });
        chain.proceed();
    }

    /** Clients may make up methods as well. */
    private static String method(RoutingRequest request) {
        var method = request.prologue().method().text();
        return switch (method) {
            case "GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS" -> method;
            default -> "_OTHER";
        };
    }
}
