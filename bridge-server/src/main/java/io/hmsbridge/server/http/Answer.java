package io.hmsbridge.server.http;

import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.ServerResponse;
import io.hmsbridge.core.json.ExactJson;
import java.util.Map;

/** Sends JSON. */
final class Answer {

    private static final String JSON = "application/json";
    static final String PROBLEM_JSON = "application/problem+json";

    private Answer() {
    }

    static void ok(ServerResponse response, Map<String, Object> body) {
        send(response, 200, JSON, body);
    }

    static void accepted(ServerResponse response, Map<String, Object> body) {
        send(response, 202, JSON, body);
    }

    static void problem(ServerResponse response, HttpProblem problem) {
        problem.headers().forEach((name, value) -> response.header(name, value));
        send(response, problem.status(), PROBLEM_JSON, problem.document());
    }

    private static void send(ServerResponse response, int status, String mediaType, Map<String, Object> body) {
        response.status(status);
        response.header(HeaderNames.CONTENT_TYPE, mediaType);
        response.header(HeaderNames.CACHE_CONTROL, "no-store");
        response.header("X-Content-Type-Options", "nosniff");
        response.send(ExactJson.write(body));
    }
}
