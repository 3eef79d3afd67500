package io.hmsbridge.server.http;

import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import io.hmsbridge.core.Bridge;
import io.hmsbridge.core.ledger.Span;
import java.util.HashMap;
import java.util.Map;

/**
 * {@code GET /v1/ledger/conserved}: whether all that was accepted in a window is accounted for. An answer looks at so many events at
 * most; if there are more, it says {@code after} which number to go on and {@code upto} which, to be handed back.
 */
final class LedgerResource {

    /** A few seconds' work: 50,000 take about one. */
    private static final long EVENTS = 200_000;

    private static final int NAMED = 50;

    private final Bridge bridge;

    LedgerResource(Bridge bridge) {
        this.bridge = bridge;
    }

    void conserved(ServerRequest request, ServerResponse response) {
        var parameters = Parameters.of(request, "from", "to", "after", "upto");
        var from = parameters.time("from").orElse(null);
        var to = parameters.time("to").orElse(null);
        if (from != null && to != null && !from.isBefore(to)) {
            throw Parameters.bad("to", "must be later than from");
        }
        long after = parameters.number("after", 0, Long.MAX_VALUE - EVENTS).orElse(-1);
        var upto = parameters.number("upto", 0, Long.MAX_VALUE - EVENTS);
        var all = upto.isPresent() ? new Span(after + 1, upto.getAsLong())
                : bridge.accepted(from, to).map(span -> new Span(Math.max(after + 1, span.low()), span.high()))
                        .orElse(new Span(0, -1));
        var part = new Span(all.low(), Math.min(all.high(), all.low() + EVENTS - 1));
        Map<String, Object> answer = new HashMap<>(Shapes.of(bridge.conserved(part, from, to, NAMED)));
        if (part.high() < all.high()) {
            answer.put("after", part.high());
            answer.put("upto", all.high());
        }
        Answer.ok(response, answer);
    }
}
