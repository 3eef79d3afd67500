package io.hmsbridge.server.http;

import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import io.hmsbridge.core.Bridge;
import io.hmsbridge.core.outbox.Finding;
import io.hmsbridge.server.checkup.Checkup;

/** {@code GET /v1/checkup}: whether what the server stands on is as it should be. */
final class CheckupResource {

    private final Bridge bridge;
    private final Checkup checkup;

    CheckupResource(Bridge bridge) {
        this.bridge = bridge;
        checkup = new Checkup(bridge);
    }

    void get(ServerRequest request, ServerResponse response) {
        Parameters.of(request);
        var sight = Sight.of(Caller.of(request), bridge);
        var findings = checkup.findings();
        Answer.ok(response, new JsonObject()
                .with("ok", findings.stream().noneMatch(found -> found.verdict() == Finding.Verdict.FAILED))
                .with("checks", findings.stream().map(sight::of).toList()).fields());
    }
}
