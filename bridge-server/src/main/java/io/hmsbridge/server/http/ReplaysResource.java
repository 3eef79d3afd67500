package io.hmsbridge.server.http;

import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import io.hmsbridge.core.Bridge;
import io.hmsbridge.core.json.ExactJson;
import io.hmsbridge.core.ledger.ActRefusedException;
import io.hmsbridge.core.ledger.ReplayJob;
import io.hmsbridge.core.problem.ProblemCode;
import java.util.function.Supplier;

/**
 * {@code POST /v1/replays}: sends a window of the ledger again, in the name of {@code who}; with {@code preview} only what that would
 * do is told; with {@code backfill} it gives a target what was accepted before it was there. {@code GET /v1/replays}: replays, the newest first, a page at a time; {@code GET /v1/replays/ID}: one;
 * {@code POST /v1/replays/ID/cancel}: ends one.
 */
final class ReplaysResource {

    private static final long USUAL = 50;
    private static final long MOST = 1_000;

    private final Bridge bridge;
    private final RequestBody body;

    ReplaysResource(Bridge bridge, RequestBody body) {
        this.bridge = bridge;
        this.body = body;
    }

    void list(ServerRequest request, ServerResponse response) {
        var caller = Caller.of(request);
        var parameters = Parameters.of(request, "limit", "before");
        int limit = (int) parameters.number("limit", 1, MOST).orElse(USUAL);
        long before = parameters.number("before", 1, Long.MAX_VALUE).orElse(Long.MAX_VALUE);
        var jobs = bridge.replays().list(before, limit);
        var answer = new JsonObject().with("replays", jobs.stream()
                .filter(job -> isWithin(caller, job)).map(Sight.of(caller, bridge)::of).toList());
        if (jobs.size() == limit) {
            answer.with("before", jobs.getLast().id());
        }
        Answer.ok(response, answer.fields());
    }

    void post(ServerRequest request, ServerResponse response) {
        Parameters.of(request);
        var order = said(() -> ReplayOrder.of(ExactJson.read(body.read(request))));
        var replay = said(order::replay);
        var caller = Caller.of(request);
        caller.requireTarget(replay.target());
        if (replay.backfill().isPresent()) {
            requireKnown(replay.target());
        }
        if (order.isPreview()) {
            Answer.ok(response, Shapes.of(bridge.replays().preview(replay)));
        } else {
            Answer.ok(response,
                    Sight.of(caller, bridge).of(bridge.replays().start(replay, said(() -> order.by(caller)))));
        }
    }

    private void requireKnown(String target) {
        if (bridge.targets().stream().noneMatch(known -> known.name().equals(target))) {
            throw new ActRefusedException(ProblemCode.NO_SUCH_TARGET, "there is no target " + target);
        }
    }

    void get(ServerRequest request, ServerResponse response) {
        Parameters.of(request);
        var caller = Caller.of(request);
        Answer.ok(response, Sight.of(caller, bridge).of(find(id(request), caller)));
    }

    /** One that is out of the caller's reach is not there for them. */
    private ReplayJob find(long id, Caller caller) {
        return bridge.replays().find(id).filter(job -> isWithin(caller, job))
                .orElseThrow(() -> unknown(String.valueOf(id)));
    }

    private static boolean isWithin(Caller caller, ReplayJob job) {
        var target = job.replay().target();
        return target.isEmpty() ? caller.principal().reachesAllTargets() : caller.targets().test(target);
    }

    void cancel(ServerRequest request, ServerResponse response) {
        Parameters.of(request);
        var caller = Caller.of(request);
        var by = said(() -> ReplayOrder.of(ExactJson.read(body.read(request))).by(caller));
        long id = find(id(request), caller).id();
        bridge.replays().cancel(id, by);
        Answer.ok(response, Sight.of(caller, bridge).of(find(id, caller)));
    }

    private static long id(ServerRequest request) {
        var text = request.path().pathParameters().get("id");
        if (!text.matches("[0-9]{1,18}")) {
            throw unknown(text);
        }
        return Long.parseLong(text);
    }

    private static ActRefusedException unknown(String id) {
        return new ActRefusedException(ProblemCode.NO_SUCH_REPLAY, "there is no replay " + id);
    }

    private static <T> T said(Supplier<T> reading) {
        try {
            return reading.get();
        } catch (IllegalArgumentException e) {
            throw new ActRefusedException(ProblemCode.ACT_INVALID, e.getMessage());
        }
    }
}
