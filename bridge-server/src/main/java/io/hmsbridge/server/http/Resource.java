package io.hmsbridge.server.http;

import io.helidon.http.HeaderNames;
import io.helidon.http.Method;
import io.helidon.webserver.http.Handler;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import io.hmsbridge.core.problem.ProblemCode;

/** One path with its one method, so that any other method is told apart from an unknown path. */
record Resource(String path, Method method, Handler handler) {

    static Resource get(String path, Handler handler) {
        return new Resource(path, Method.GET, handler);
    }

    static Resource post(String path, Handler handler) {
        return new Resource(path, Method.POST, handler);
    }

    void register(HttpRules routing) {
        routing.any(path, this::handle);
    }

    private void handle(ServerRequest request, ServerResponse response) throws Exception {
        var asked = request.prologue().method();
        if (asked.equals(method) || asked.equals(Method.HEAD) && method.equals(Method.GET)) {
            handler.handle(request, response);
            return;
        }
        var allowed = method.equals(Method.GET) ? "GET, HEAD" : method.text();
        throw new HttpProblem(405, ProblemCode.METHOD_NOT_ALLOWED, path + " is there for " + allowed)
                .withHeader(HeaderNames.ALLOW.defaultCase(), allowed);
    }
}
