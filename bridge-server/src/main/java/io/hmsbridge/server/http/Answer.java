package io.hmsbridge.server.http;

import io.helidon.http.Header;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.webserver.http.ServerResponse;
import io.hmsbridge.core.json.ExactJson;
import java.util.Map;

/** Sends JSON. */
final class Answer {

    static final String PROBLEM_JSON = "application/problem+json";

    private static final Header JSON = HeaderValues.createCached(HeaderNames.CONTENT_TYPE, "application/json");
    private static final Header PROBLEM = HeaderValues.createCached(HeaderNames.CONTENT_TYPE, PROBLEM_JSON);
    private static final Header NO_STORE = HeaderValues.createCached(HeaderNames.CACHE_CONTROL, "no-store");
    private static final Header NO_SNIFF = HeaderValues.createCached("X-Content-Type-Options", "nosniff");

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
        send(response, problem.status(), PROBLEM, problem.document());
    }

    private static void send(ServerResponse response, int status, Header mediaType, Map<String, Object> body) {
        response.status(status);
        response.header(mediaType);
        response.header(NO_STORE);
        response.header(NO_SNIFF);
        response.send(ExactJson.write(body));
    }
}
