package io.hmsbridge.server.http;

import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import io.hmsbridge.core.Bridge;
import io.hmsbridge.core.json.ExactJson;
import io.hmsbridge.core.outbox.Finding;
import io.hmsbridge.core.problem.ProblemCode;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;

/**
 * {@code POST /v1/targets/NAME/test}: goes the way to a target, and tells of each step. {@code POST /v1/targets/NAME/probe}: asks its probe at
 * once, in place of when it would be asked next.
 */
final class TargetResource {

    private final Bridge bridge;
    private final RequestBody body;

    TargetResource(Bridge bridge, RequestBody body) {
        this.bridge = bridge;
        this.body = body;
    }

    void test(ServerRequest request, ServerResponse response) throws InterruptedException {
        var caller = Caller.of(request);
        var name = target(request, caller, "a test of a target");
        var sight = Sight.of(caller, bridge);
        try {
            var findings = bridge.inspect(name);
            Answer.ok(response, new JsonObject().with("target", name)
                    .with("ok", findings.stream().noneMatch(found -> found.verdict() == Finding.Verdict.FAILED))
                    .with("checks", findings.stream().map(sight::of).toList()).fields());
        } catch (NoSuchElementException _) {
            throw unknown(name);
        }
    }

    void probe(ServerRequest request, ServerResponse response) {
        var caller = Caller.of(request);
        var name = target(request, caller, "a probe of a target");
        try {
            Answer.ok(response, Sight.of(caller, bridge).of(name, bridge.probe(name)));
        } catch (NoSuchElementException _) {
            throw unknown(name);
        }
    }

    /** The target that a path is of, for a request that says nothing more. */
    private String target(ServerRequest request, Caller caller, String what) {
        Parameters.of(request);
        var json = body.read(request);
        var name = request.path().pathParameters().get("id");
        caller.requireTarget(name);
        if (bridge.lanes().stream().noneMatch(lane -> lane.target().name().equals(name))) {
            throw unknown(name);
        }
        try {
            OrderFields.of(what, json.length == 0 ? Map.of() : ExactJson.read(json), Set.of());
        } catch (IllegalArgumentException e) {
            throw new HttpProblem(400, ProblemCode.ACT_INVALID, e.getMessage());
        }
        return name;
    }

    private static HttpProblem unknown(String name) {
        return new HttpProblem(404, ProblemCode.NO_SUCH_TARGET, "there is no target " + Parameters.shown(name));
    }
}
