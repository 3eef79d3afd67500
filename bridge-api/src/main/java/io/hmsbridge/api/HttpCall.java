package io.hmsbridge.api;

import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/**
 * One HTTP request, built step by step: {@code HttpCall.patch(uri).packet(packet).timeout(Duration.ofSeconds(5))}.
 * Immutable: each step is a new call.
 *
 * @param timeout for the whole call, from connecting, where that is needed, to the last byte read
 */
public record HttpCall(String method, URI uri, Map<String, String> headers, Body body, Duration timeout) {

    private static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(10);

    /** A request's body. */
    public sealed interface Body {

        record None() implements Body {}

        /** Values of this package, written as JSON with every digit kept. */
        record Json(Object value) implements Body {}

        record Bytes(byte[] bytes, String contentType) implements Body {}
    }

    /** @throws IllegalArgumentException for an address that is not absolute http or https, or a header with a line break */
    public HttpCall {
        Objects.requireNonNull(method, "method");
        Objects.requireNonNull(body, "body");
        Objects.requireNonNull(timeout, "timeout");
        var scheme = uri.getScheme();
        if (!"https".equalsIgnoreCase(scheme) && !"http".equalsIgnoreCase(scheme) || uri.getHost() == null) {
            throw new IllegalArgumentException(method + " needs an absolute http or https address");
        }
        headers.forEach(HttpCall::checkHeader);
    }

    public static HttpCall of(String method, URI uri) {
        return new HttpCall(method, uri, Map.of(), new Body.None(), DEFAULT_TIMEOUT);
    }

    /**
     * A call to a path below a base address, whose own path, if any, comes first: {@code https://hr.example/api} and
     * {@code /v2/rates?dry=true} make {@code https://hr.example/api/v2/rates?dry=true}. What an address cannot hold is
     * encoded.
     */
    public static HttpCall of(String method, URI base, String pathAndQuery) {
        try {
            return of(method, Addresses.below(base, pathAndQuery));
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException(method + " needs an absolute http or https address and a path", e);
        }
    }

    public static HttpCall get(URI uri) {
        return of("GET", uri);
    }

    public static HttpCall post(URI uri) {
        return of("POST", uri);
    }

    public static HttpCall put(URI uri) {
        return of("PUT", uri);
    }

    public static HttpCall patch(URI uri) {
        return of("PATCH", uri);
    }

    /** The packet's content as JSON, its {@code Idempotency-Key} and its trace context: what most calls want. */
    public HttpCall packet(Packet packet) {
        var more = new LinkedHashMap<>(headers);
        more.put("Idempotency-Key", packet.idempotencyKey());
        if (!packet.traceparent().isEmpty()) {
            more.put("traceparent", packet.traceparent());
        }
        if (!packet.tracestate().isEmpty()) {
            more.put("tracestate", packet.tracestate());
        }
        return new HttpCall(method, uri, more, new Body.Json(packet.content()), timeout);
    }

    public HttpCall json(Object value) {
        return new HttpCall(method, uri, headers, new Body.Json(value), timeout);
    }

    public HttpCall body(byte[] bytes, String contentType) {
        return new HttpCall(method, uri, headers, new Body.Bytes(bytes, contentType), timeout);
    }

    public HttpCall header(String name, String value) {
        var more = new LinkedHashMap<>(headers);
        more.put(name, value);
        return new HttpCall(method, uri, more, body, timeout);
    }

    /** {@code Authorization: Bearer}. */
    public HttpCall bearer(Secret token) {
        return header("Authorization", "Bearer " + token.reveal());
    }

    public HttpCall timeout(Duration limit) {
        return new HttpCall(method, uri, headers, body, limit);
    }

    /** Method and path, as a receipt or a message names the call: no query, no credentials. */
    public String label() {
        var path = uri.getRawPath();
        return method + " " + (path == null || path.isEmpty() ? "/" : path);
    }

    @Override
    public String toString() {
        return label();
    }

    private static void checkHeader(String name, String value) {
        boolean named = !name.isEmpty();
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            named &= c > ' ' && c < 127 && c != ':';
        }
        if (!named) {
            throw new IllegalArgumentException("the header name '" + name.strip() + "' is not valid");
        }
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c < ' ' && c != '\t' || c >= 127 && c < 160 || c > 255) {
                throw new IllegalArgumentException(
                        "the header " + name + " holds a line break, a control character, or one beyond Latin-1");
            }
        }
    }
}
