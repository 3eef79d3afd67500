package io.hmsbridge.server.http;

import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import io.hmsbridge.core.Bridge;

/** {@code POST /v1/targets/NAME/probe}: asks a target's probe at once, in place of when it would be asked next. */
final class TargetProbeResource {

    private final Bridge bridge;
    private final RequestBody body;

    TargetProbeResource(Bridge bridge, RequestBody body) {
        this.bridge = bridge;
        this.body = body;
    }

    void post(ServerRequest request, ServerResponse response) {
        var caller = Caller.of(request);
        var name = TargetTestResource.target(request, caller, bridge, body.read(request));
        var probed = bridge.probe(name);
        Answer.ok(response, Sight.of(caller, bridge).of(name, probed));
    }
}
