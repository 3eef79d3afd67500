package io.hmsbridge.server.http;

import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import io.hmsbridge.core.Bridge;
import io.hmsbridge.core.ledger.DeadQuery;

/** {@code GET /v1/packets/dead}: packets that wait for an operator, by target and in the order of its lane, a page at a time. */
final class DeadResource {

    private static final long USUAL = 50;
    private static final long MOST = 1_000;

    private final Bridge bridge;

    DeadResource(Bridge bridge) {
        this.bridge = bridge;
    }

    void get(ServerRequest request, ServerResponse response) {
        var parameters = Parameters.of(request, "target", "type", "key", "reason", "limit", "after");
        Caller.of(request).requireTarget(parameters.text("target").orElse(""));
        int limit = (int) parameters.number("limit", 1, MOST).orElse(USUAL);
        var query = new DeadQuery(parameters.text("target").orElse(""), parameters.text("type").orElse(""),
                parameters.text("key").orElse(""), parameters.text("reason").orElse(""), null, null, false);
        var after = parameters.text("after").map(text -> DeadQuery.After.parse(text).orElseThrow(
                () -> Parameters.bad("after", "must be as an answer gave it")));
        var found = bridge.operator().dead(query, after, limit);
        var count = bridge.operator().countSome(query);
        Answer.ok(response,
                new JsonObject().with("packets", found.packets().stream().map(Sight.of(request, bridge)::of).toList())
                        .with("count", count.count()).with("countExact", count.exact())
                        .with("after", found.next().map(DeadQuery.After::toString).orElse(null)).fields());
    }
}
