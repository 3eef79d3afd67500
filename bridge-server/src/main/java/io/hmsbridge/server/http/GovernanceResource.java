package io.hmsbridge.server.http;

import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import io.hmsbridge.core.Bridge;
import io.hmsbridge.core.Operator;
import io.hmsbridge.core.json.ExactJson;
import io.hmsbridge.core.ledger.ActRefusedException;
import io.hmsbridge.core.ledger.BlockedQuery;
import io.hmsbridge.core.ledger.By;
import io.hmsbridge.core.problem.ProblemCode;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;

/**
 * {@code GET /v1/governance/blocked}: blocked packets that nobody has decided on, the oldest first, a page at a time.
 * {@code POST /v1/governance/decisions}: release or reject one of them, or all that a query finds; with {@code preview} only their
 * count is told. {@code GET /v1/governance/policies}: the versions of the policy. {@code GET /v1/governance/report}: which classes
 * of data went to which targets.
 */
final class GovernanceResource {

    private static final long USUAL = 50;
    private static final int MOST = 1_000;
    private static final int MOST_COUNTED = 100_000;
    private static final Duration WINDOW = Duration.ofDays(1);
    private static final Set<String> DECISION = Set.of("kind", "who", "why", "preview", "event", "target", "part",
            "revision", "classes", "type", "class", "acceptedFrom", "acceptedTo");

    private final Bridge bridge;
    private final RequestBody body;

    GovernanceResource(Bridge bridge, RequestBody body) {
        this.bridge = bridge;
        this.body = body;
    }

    void blocked(ServerRequest request, ServerResponse response) {
        var parameters = Parameters.of(request, "target", "type", "class", "limit", "after");
        var target = parameters.text("target").orElse("");
        Caller.of(request).requireTarget(target);
        int limit = (int) parameters.number("limit", 1, MOST).orElse(USUAL);
        var query = new BlockedQuery(target, parameters.text("type").orElse(""),
                parameters.text("class").orElse(""), null, null);
        var after = parameters.text("after").map(text -> BlockedQuery.After.parse(text).orElseThrow(
                () -> Parameters.bad("after", "must be as an answer gave it")));
        var found = bridge.approver().blocked(query, after, limit);
        Answer.ok(response,
                new JsonObject().with("packets", found.packets().stream().map(Sight.of(request, bridge)::of).toList())
                        .with("after", found.next().map(BlockedQuery.After::toString).orElse(null)).fields());
    }

    void decide(ServerRequest request, ServerResponse response) {
        Parameters.of(request);
        var json = ExactJson.read(body.read(request));
        try {
            Answer.ok(response, decided(OrderFields.of("a decision", json, DECISION), Caller.of(request)));
        } catch (IllegalArgumentException e) {
            throw new ActRefusedException(ProblemCode.ACT_INVALID, e.getMessage());
        }
    }

    private Map<String, Object> decided(OrderFields order, Caller caller) {
        var by = caller.by(order.text("who"), order.textOr("why", ""));
        caller.requireTarget(order.textOr("target", ""));
        var classes = Set.copyOf(order.texts("classes"));
        return switch (order.text("kind")) {
            case "release" -> release(order, classes, by);
            case "reject" -> {
                if (!classes.isEmpty()) {
                    throw new IllegalArgumentException("classes: go with release only");
                }
                yield reject(order, by);
            }
            default -> throw new IllegalArgumentException("kind: must be release or reject");
        };
    }

    private Map<String, Object> release(OrderFields order, Set<String> classes, By by) {
        var approver = bridge.approver();
        return ActOrder.packet(order).map(packet -> ActsResource.done(approver.release(packet, classes, by)))
                .orElseGet(() -> order.flag("preview") ? preview(order)
                        : swept(approver.release(query(order), classes, by)));
    }

    private Map<String, Object> reject(OrderFields order, By by) {
        var approver = bridge.approver();
        return ActOrder.packet(order).map(packet -> ActsResource.done(approver.reject(packet, by)))
                .orElseGet(() -> order.flag("preview") ? preview(order) : swept(approver.reject(query(order), by)));
    }

    private Map<String, Object> preview(OrderFields order) {
        return new JsonObject().with("preview", true)
                .with("count", bridge.approver().count(query(order), MOST_COUNTED)).fields();
    }

    private static Map<String, Object> swept(Operator.Swept swept) {
        return new JsonObject().with("count", swept.count()).with("blocked", swept.blocked())
                .with("why", swept.blocked() == 0 ? null : swept.why()).fields();
    }

    private static BlockedQuery query(OrderFields order) {
        return new BlockedQuery(order.textOr("target", ""), order.textOr("type", ""), order.textOr("class", ""),
                order.time("acceptedFrom"), order.time("acceptedTo"));
    }

    void policies(ServerRequest request, ServerResponse response) {
        Parameters.of(request);
        Answer.ok(response,
                new JsonObject().with("policies", bridge.policies().stream().map(Shapes::of).toList()).fields());
    }

    void report(ServerRequest request, ServerResponse response) {
        var parameters = Parameters.of(request, "from", "to", "target");
        var to = parameters.time("to").orElseGet(Instant::now);
        var from = parameters.time("from").orElseGet(() -> to.minus(WINDOW));
        if (!from.isBefore(to)) {
            throw Parameters.bad("to", "must be later than from");
        }
        var found = bridge.disclosed(from, to, parameters.text("target").orElse(""));
        Answer.ok(response, new JsonObject().with("from", from).with("to", to)
                .with("classes", found.stream().map(Shapes::of).toList()).fields());
    }
}
