package io.hmsbridge.server.http;

import io.helidon.webserver.http.ServerRequest;
import io.hmsbridge.core.problem.ProblemCode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/** Reads a body whole, as far as the limit. */
final class RequestBody {

    /** How much of a body that is too large is read to its end, in bytes. */
    private static final int HEARD_OUT = 4 * 1024 * 1024;

    private final int limit;
    private final SlowRequests slow;

    RequestBody(int limit, SlowRequests slow) {
        this.limit = limit;
        this.slow = slow;
    }

    byte[] read(ServerRequest request) {
        if (!request.content().hasEntity()) {
            return new byte[0];
        }
        slow.begin(request, limit);
        try (var in = request.content().inputStream()) {
            boolean declared = request.headers().contentLength().orElse(0) > limit;
            var bytes = declared ? new byte[0] : in.readNBytes(limit + 1);
            if (declared || bytes.length > limit) {
                skip(in);
                throw tooLarge();
            }
            return bytes;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            slow.end();
        }
    }

    /** A client that is cut off while it sends may never see the answer: one that is nearly done is heard out. */
    private static void skip(InputStream in) throws IOException {
        var buffer = new byte[8_192];
        int left = HEARD_OUT;
        for (int n; left > 0 && (n = in.read(buffer)) >= 0; left -= n) {
            continue;
        }
    }

    private HttpProblem tooLarge() {
        // What may be left of the body is not read, so the connection cannot be used again.
        return new HttpProblem(413, ProblemCode.BODY_TOO_LARGE,
                "the body is larger than " + limit + " bytes, the limit of this server")
                .with("limit", (long) limit)
                .withHeader("Connection", "close");
    }
}
