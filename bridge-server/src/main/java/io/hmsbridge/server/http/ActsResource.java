package io.hmsbridge.server.http;

import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import io.hmsbridge.core.Bridge;
import io.hmsbridge.core.ledger.ActQuery;

/** {@code GET /v1/acts}: what operators did, the newest first, a page at a time. */
final class ActsResource {

    private static final long USUAL = 50;
    private static final long MOST = 1_000;

    private final Bridge bridge;

    ActsResource(Bridge bridge) {
        this.bridge = bridge;
    }

    void get(ServerRequest request, ServerResponse response) {
        var parameters = Parameters.of(request, "limit", "before");
        int limit = (int) parameters.number("limit", 1, MOST).orElse(USUAL);
        long before = parameters.number("before", 1, Long.MAX_VALUE).orElse(Long.MAX_VALUE);
        var acts = bridge.acts(new ActQuery(before, limit));
        var answer = new JsonObject().with("acts", acts.stream().map(Shapes::of).toList());
        if (acts.size() == limit) {
            answer.with("before", acts.getLast().id());
        }
        Answer.ok(response, answer.fields());
    }
}
