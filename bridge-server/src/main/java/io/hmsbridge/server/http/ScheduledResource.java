package io.hmsbridge.server.http;

import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import io.hmsbridge.core.Bridge;

/** {@code GET /v1/packets/scheduled}: packets that wait for their effective date, in the order in which they are due. */
final class ScheduledResource {

    private static final long USUAL = 50;
    private static final long MOST = 1_000;

    private final Bridge bridge;

    ScheduledResource(Bridge bridge) {
        this.bridge = bridge;
    }

    void get(ServerRequest request, ServerResponse response) {
        var parameters = Parameters.of(request, "target", "limit");
        var target = parameters.text("target").orElse("");
        Caller.of(request).requireTarget(target);
        int limit = (int) parameters.number("limit", 1, MOST).orElse(USUAL);
        var counts = bridge.scheduled();
        long count = target.isEmpty() ? counts.values().stream().mapToLong(Long::longValue).sum()
                : counts.getOrDefault(target, 0L);
        Answer.ok(response, new JsonObject()
                .with("packets", bridge.scheduled(target, limit).stream().map(Shapes::of).toList())
                .with("count", count).fields());
    }
}
