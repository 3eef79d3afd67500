package io.hmsbridge.server.http;

import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import io.hmsbridge.api.PacketId;
import io.hmsbridge.core.Bridge;
import io.hmsbridge.core.Operator;
import io.hmsbridge.core.json.ExactJson;
import io.hmsbridge.core.ledger.Act;
import io.hmsbridge.core.ledger.ActQuery;
import io.hmsbridge.core.ledger.ActRefusedException;
import io.hmsbridge.core.ledger.By;
import io.hmsbridge.core.ledger.DeadQuery;
import io.hmsbridge.core.problem.ProblemCode;
import java.time.Duration;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.function.Function;

/**
 * {@code GET /v1/acts}: what operators did, the newest first, a page at a time. {@code POST /v1/acts}: do something, in the name of
 * {@code who}; with {@code preview} only its count is told. {@code pause} ends at {@code until}, if that is said; {@code open} lets
 * a target have packets outside of its windows until then. {@code drain} pauses a target and waits, up to its {@code timeout}, until
 * none of its packets is on its way.
 */
final class ActsResource {

    private static final long USUAL = 50;
    private static final long MOST = 1_000;

    private static final Duration USUAL_DRAIN = Duration.ofSeconds(30);
    private static final Duration LONGEST = Duration.ofMinutes(1);

    private final Bridge bridge;
    private final RequestBody body;

    ActsResource(Bridge bridge, RequestBody body) {
        this.bridge = bridge;
        this.body = body;
    }

    void get(ServerRequest request, ServerResponse response) {
        var parameters = Parameters.of(request, "limit", "before");
        int limit = (int) parameters.number("limit", 1, MOST).orElse(USUAL);
        long before = parameters.number("before", 1, Long.MAX_VALUE).orElse(Long.MAX_VALUE);
        var acts = bridge.acts(new ActQuery(before, limit));
        var answer = new JsonObject().with("acts", acts.stream().map(Sight.of(request, bridge)::of).toList());
        if (acts.size() == limit) {
            answer.with("before", acts.getLast().id());
        }
        Answer.ok(response, answer.fields());
    }

    void post(ServerRequest request, ServerResponse response) {
        Parameters.of(request);
        var json = ExactJson.read(body.read(request));
        try {
            Answer.ok(response, done(ActOrder.of(json), Caller.of(request)));
        } catch (IllegalArgumentException | NoSuchElementException e) {
            throw new ActRefusedException(ProblemCode.ACT_INVALID, e.getMessage());
        }
    }

    private Map<String, Object> done(ActOrder order, Caller caller) {
        var by = caller.by(order.text("who"), order.textOr("why", ""));
        caller.requireTarget(order.textOr("target", ""));
        if (!order.textOr("to", "").isEmpty()) {
            caller.requireTarget(order.text("to"));
        }
        var operator = bridge.operator();
        return switch (order.text("kind")) {
            case "pause" -> act(bridge.switches().pause(order.text("target"),
                    Optional.ofNullable(order.fields().time("until")), by));
            case "resume" -> act(bridge.switches().resume(order.text("target"), by));
            case "open" -> act(bridge.switches().open(order.text("target"), order.fields().requiredTime("until"), by));
            case "drain" -> drained(order, by);
            case "requeue" -> order.packet().map(packet -> one(operator, packet, order, by))
                    .orElseGet(() -> many(order, query -> operator.requeue(query, by)));
            case "discard" -> order.packet().map(packet -> done(operator.discard(packet, by)))
                    .orElseGet(() -> many(order, query -> operator.discard(query, by)));
            case "reschedule" -> done(operator.reschedule(order.packet().orElseThrow(
                    () -> new IllegalArgumentException("event: is missing")), order.fields().requiredTime("due"), by));
            case "redirect" -> order.packet().map(packet -> done(operator.redirect(packet, order.text("to"), by)))
                    .orElseGet(() -> many(order, query -> operator.redirect(query, order.text("to"), by)));
            default -> throw new IllegalArgumentException(
                    "kind: must be one of requeue, discard, reschedule, redirect, pause, resume, open, drain");
        };
    }

    private Map<String, Object> drained(ActOrder order, By by) {
        try {
            var drained = bridge.drain(order.text("target"), by.who(), by.why(), order.duration("timeout", LONGEST)
                    .orElse(USUAL_DRAIN));
            return new JsonObject().with("drained", drained.name()).fields();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while a target drained", e);
        }
    }

    private static Map<String, Object> one(Operator operator, PacketId packet, ActOrder order, By by) {
        return done(order.content().map(content -> operator.edit(packet, content, by))
                .orElseGet(() -> operator.requeue(packet, by)));
    }

    private Map<String, Object> many(ActOrder order, Function<DeadQuery, Operator.Swept> act) {
        var query = order.query();
        if (order.isPreview()) {
            return new JsonObject().with("preview", true).with("count", bridge.operator().count(query)).fields();
        }
        var swept = act.apply(query);
        return new JsonObject().with("count", swept.count()).with("blocked", swept.blocked())
                .with("why", swept.blocked() == 0 ? null : swept.why()).fields();
    }

    private static Map<String, Object> act(Optional<Act> act) {
        return new JsonObject().with("count", act.map(Act::count).orElse(0L))
                .with("act", act.map(Shapes::of).orElse(null)).fields();
    }

    static Map<String, Object> done(Operator.Done done) {
        return new JsonObject().with("count", 1).with("act", Shapes.of(done.act()))
                .with("revision", done.queued().map(q -> String.valueOf(q.revision())).orElse(null)).fields();
    }
}
