package io.hmsbridge.server.http;

import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.Filter;
import io.helidon.webserver.http.FilterChain;
import io.helidon.webserver.http.RoutingRequest;
import io.helidon.webserver.http.RoutingResponse;
import io.hmsbridge.server.trace.Traces;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import java.util.List;

/** A span for each request that hands in events, in the trace that its header names. */
final class RequestTraces implements Filter {

    private static final AttributeKey<String> METHOD = AttributeKey.stringKey("http.request.method");
    private static final AttributeKey<String> ROUTE = AttributeKey.stringKey("http.route");
    private static final AttributeKey<Long> STATUS = AttributeKey.longKey("http.response.status_code");
    private static final HeaderName TRACEPARENT = HeaderNames.create("traceparent");
    private static final HeaderName TRACESTATE = HeaderNames.create("tracestate");
    private static final String EVENTS = "/v1/events";

    private final Traces traces;

    RequestTraces(Traces traces) {
        this.traces = traces;
    }

    @Override
    public void filter(FilterChain chain, RoutingRequest request, RoutingResponse response) {
        var method = request.prologue().method().text();
        if (!request.path().path().equals(EVENTS) || !method.equals("POST")) {
            chain.proceed();
            return;
        }
        var span = traces.beneath(request.headers().first(TRACEPARENT).orElse(""),
                String.join(",", request.headers().all(TRACESTATE, List::of)), "POST " + EVENTS)
                .setSpanKind(SpanKind.SERVER)
                .setAttribute(METHOD, method).setAttribute(ROUTE, EVENTS).startSpan();
        response.whenSent(() -> {
            int status = response.status().code();
            span.setAttribute(STATUS, (long) status);
            if (status >= 500) {
                span.setStatus(StatusCode.ERROR);
            }
            span.end();
        });
        try (var _ = span.makeCurrent()) {
            chain.proceed();
        }
    }
}
