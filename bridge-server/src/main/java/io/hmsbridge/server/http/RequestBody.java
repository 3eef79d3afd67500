package io.hmsbridge.server.http;

import io.helidon.webserver.http.ServerRequest;
import io.hmsbridge.core.problem.ProblemCode;
import java.io.IOException;
import java.io.UncheckedIOException;

/** Reads a body whole, as far as the limit. */
final class RequestBody {

    private final int limit;

    RequestBody(int limit) {
        this.limit = limit;
    }

    byte[] read(ServerRequest request) {
        if (request.headers().contentLength().orElse(0) > limit) {
            throw tooLarge();
        }
        if (!request.content().hasEntity()) {
            return new byte[0];
        }
        try (var in = request.content().inputStream()) {
            var bytes = in.readNBytes(limit + 1);
            if (bytes.length > limit) {
                throw tooLarge();
            }
            return bytes;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private HttpProblem tooLarge() {
        // The rest of the body is not read, so the connection cannot be used again.
        return new HttpProblem(413, ProblemCode.BODY_TOO_LARGE,
                "the body is larger than " + limit + " bytes, the limit of this server")
                .with("limit", (long) limit)
                .withHeader("Connection", "close");
    }
}
