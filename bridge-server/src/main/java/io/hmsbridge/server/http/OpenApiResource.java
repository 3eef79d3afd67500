package io.hmsbridge.server.http;

import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.io.UncheckedIOException;

/** {@code GET /openapi.json}: what this API is, for programs. */
final class OpenApiResource {

    private final byte[] document = load();

    void get(ServerRequest request, ServerResponse response) {
        Parameters.of(request);
        response.header(HeaderNames.CONTENT_TYPE, "application/json");
        response.send(document);
    }

    private static byte[] load() {
        try (var in = OpenApiResource.class.getResourceAsStream("openapi.json")) {
            if (in == null) {
                throw new IllegalStateException("openapi.json is missing from the jar");
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
