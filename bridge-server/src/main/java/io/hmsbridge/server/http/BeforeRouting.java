package io.hmsbridge.server.http;

import io.helidon.http.DirectHandler;
import io.helidon.http.HeaderNames;
import io.helidon.http.ServerResponseHeaders;
import io.helidon.http.Status;
import io.helidon.webserver.http.DirectHandlers;
import io.hmsbridge.core.json.ExactJson;
import io.hmsbridge.core.problem.ProblemCode;

/** Makes a problem document of what the web server answers by itself, such as a request that is not HTTP. */
final class BeforeRouting implements DirectHandler {

    static DirectHandlers handlers() {
        var handlers = DirectHandlers.builder();
        for (var type : EventType.values()) {
            handlers.addHandler(type, new BeforeRouting());
        }
        return handlers.build();
    }

    @Override
    public TransportResponse handle(TransportRequest request, EventType type, Status status,
            ServerResponseHeaders headers, String message) {
        var problem = problem(request, status);
        return TransportResponse.builder()
                .status(Status.create(problem.status()))
                .headers(headers)
                .header(HeaderNames.CONTENT_TYPE, Answer.PROBLEM_JSON)
                .keepAlive(type.keepAlive())
                .entity(ExactJson.write(problem.document()))
                .build();
    }

    private static HttpProblem problem(TransportRequest request, Status status) {
        if (request.headers().contains(HeaderNames.CONTENT_ENCODING)) {
            return new HttpProblem(415, ProblemCode.MEDIA_TYPE,
                    "send the body without Content-Encoding, not compressed");
        }
        return switch (status.code()) {
            case 404 -> new HttpProblem(404, ProblemCode.NO_SUCH_RESOURCE, "there is nothing at this path");
            case 413 ->
                    new HttpProblem(413, ProblemCode.BODY_TOO_LARGE, "the request is larger than this server takes");
            case 500, 503 ->
                    new HttpProblem(status.code(), ProblemCode.OWN_FAULT, "the server could not answer this request");
            default -> new HttpProblem(status.code(), ProblemCode.MALFORMED_HTTP,
                    "the request is not well-formed HTTP/1.1, or its headers are larger than 16 KB");
        };
    }
}
