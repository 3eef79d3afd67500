package io.hmsbridge.server.http;

import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import io.hmsbridge.core.Bridge;
import io.hmsbridge.core.ledger.DeadPackets;
import io.hmsbridge.core.ledger.DeadQuery;
import io.hmsbridge.core.ledger.Found;
import java.util.List;
import java.util.Optional;

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
        var sight = Sight.of(request, bridge);
        boolean mayAsk = sight.showsAsItIs(query.key());
        var found = mayAsk ? bridge.operator().dead(query, after, limit)
                : new Found<DeadQuery.After>(List.of(), Optional.empty());
        var count = mayAsk ? bridge.operator().countSome(query) : new DeadPackets.Count(0, true);
        Answer.ok(response,
                new JsonObject().with("packets", found.packets().stream().map(sight::of).toList())
                        .with("count", count.count()).with("countExact", count.exact())
                        .with("after", found.next().map(DeadQuery.After::toString).orElse(null)).fields());
    }
}
