package io.hmsbridge.server.http;

import io.helidon.http.HeaderNames;
import io.helidon.http.Method;
import io.helidon.webserver.http.Handler;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import io.hmsbridge.core.problem.ProblemCode;
import java.util.Map;

/** One path with its methods, so that any other method is told apart from an unknown path. */
record Resource(String path, Map<Method, Handler> handlers) {

    static Resource get(String path, Handler handler) {
        return new Resource(path, Map.of(Method.GET, handler));
    }

    static Resource post(String path, Handler post) {
        return new Resource(path, Map.of(Method.POST, post));
    }

    /** Lists with GET, and takes more with POST. */
    static Resource collection(String path, Handler get, Handler post) {
        return new Resource(path, Map.of(Method.GET, get, Method.POST, post));
    }

    /** @throws IllegalStateException if nobody said who may use it */
    void register(HttpRules routing) {
        handlers.keySet().forEach(method -> AccessTable.of(method.text(), path));
        routing.any(path, this::handle);
    }

    private void handle(ServerRequest request, ServerResponse response) throws Exception {
        request.context().register(Resource.class, this);
        var asked = request.prologue().method();
        var handler = handlers.get(asked.equals(Method.HEAD) ? Method.GET : asked);
        if (handler == null) {
            var allowed = !handlers.containsKey(Method.GET) ? "POST"
                    : handlers.containsKey(Method.POST) ? "GET, HEAD, POST" : "GET, HEAD";
            throw new HttpProblem(405, ProblemCode.METHOD_NOT_ALLOWED, path + " is there for " + allowed)
                    .withHeader(HeaderNames.ALLOW.defaultCase(), allowed);
        }
        if (AccessTable.of(asked.equals(Method.HEAD) ? "GET" : asked.text(),
                path) instanceof AccessTable.Rule.Needs rule) {
            Caller.of(request).require(rule);
        }
        handler.handle(request, response);
    }
}
