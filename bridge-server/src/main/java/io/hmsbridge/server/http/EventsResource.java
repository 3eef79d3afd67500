package io.hmsbridge.server.http;

import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import io.hmsbridge.api.Event;
import io.hmsbridge.core.Bridge;
import io.hmsbridge.core.Emitted;
import io.hmsbridge.core.event.EventReader;
import io.hmsbridge.core.event.EventRefusedException;
import io.hmsbridge.core.ledger.EventQuery;
import io.hmsbridge.core.problem.ProblemCode;
import io.hmsbridge.server.outcome.Outcomes;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** {@code POST /v1/events}: takes events in one commit; with {@code ?wait=} the answer waits for their outcome. */
final class EventsResource {

    static final Duration LONGEST_WAIT = Duration.ofMinutes(1);

    private static final long USUAL = 50;
    private static final long MOST = 1_000;

    private final Bridge bridge;
    private final EventReader reader = new EventReader(Clock.systemUTC());
    private final RequestBody body;

    EventsResource(Bridge bridge, RequestBody body) {
        this.bridge = bridge;
        this.body = body;
    }

    /** Accepted events, the newest first, a page at a time. */
    void get(ServerRequest request, ServerResponse response) {
        var principal = Caller.of(request).principal();
        var parameters = Parameters.of(request, "unmatched", "limit", "before");
        int limit = (int) parameters.number("limit", 1, MOST).orElse(USUAL);
        long before = parameters.number("before", 1, Long.MAX_VALUE).orElse(Long.MAX_VALUE);
        var events = bridge.events(new EventQuery(before, parameters.flag("unmatched"), limit));
        var answer = new JsonObject().with("events", events.stream()
                .filter(event -> principal.reachesSource(event.source())).map(Sight.of(request, bridge)::of).toList());
        if (events.size() == limit) {
            answer.with("before", events.getLast().number());
        }
        Answer.ok(response, answer.fields());
    }

    /** {@code GET /v1/events/NUMBER}: one, with its data as the caller may see it. */
    void one(ServerRequest request, ServerResponse response) {
        Parameters.of(request);
        var caller = Caller.of(request);
        var number = request.path().pathParameters().get("id");
        var event = (number.matches("\\d{1,18}") ? Sight.of(caller, bridge).event(Long.parseLong(number))
                : Optional.<Event>empty()).filter(one -> caller.principal().reachesSource(one.source()));
        if (event.isEmpty()) {
            throw new HttpProblem(404, ProblemCode.NO_SUCH_RESOURCE, "there is no event " + Parameters.shown(number));
        }
        Answer.ok(response, new JsonObject().with("number", Long.parseLong(number)).with("id", event.get().id())
                .with("source", event.get().source()).with("type", event.get().type())
                .with("subject", event.get().subject()).with("time", event.get().time())
                .withValue("data", event.get().data()).fields());
    }

    void post(ServerRequest request, ServerResponse response) throws InterruptedException {
        var wait = Parameters.of(request, "wait").duration("wait", LONGEST_WAIT);
        var format = EventFormat.of(request.headers());
        var bytes = body.read(request);
        var events =
                reader.read(format == EventFormat.BINARY ? BinaryEvent.toStructured(request.headers(), bytes) : bytes);
        var caller = Caller.of(request);
        events.stream().map(Event::source).distinct().forEach(source -> {
            caller.requireSource(source);
            requireNotOurs(source);
        });
        boolean batch = isBatch(format, bytes);
        var answers = answers(events, bridge.emit(events), wait, Sight.of(caller, bridge));
        Answer.accepted(response, batch ? new JsonObject().with("events", answers).fields() : answers.getFirst());
    }

    private static void requireNotOurs(String source) {
        if (source.equals(Outcomes.SOURCE)) {
            throw new EventRefusedException("source: " + Outcomes.SOURCE + " is the bridge itself");
        }
    }

    /** What came as a list is answered as a list, also where it has one element. */
    private static boolean isBatch(EventFormat format, byte[] json) {
        boolean list = format != EventFormat.BINARY && startsList(json);
        if (format == EventFormat.BATCH && !list) {
            throw new EventRefusedException("$: a batch is a JSON array of events");
        }
        if (format == EventFormat.STRUCTURED && list) {
            throw new EventRefusedException("$: an array of events is sent as application/cloudevents-batch+json");
        }
        return list;
    }

    private static boolean startsList(byte[] json) {
        for (byte b : json) {
            if (b == '[' || b == '{') {
                return b == '[';
            }
        }
        return false;
    }

    private List<Map<String, Object>> answers(List<Event> events, List<Emitted> emitted, Optional<Duration> wait,
            Sight sight)
            throws InterruptedException {
        var deadline = System.nanoTime() + wait.orElse(Duration.ZERO).toNanos();
        var answers = new ArrayList<Map<String, Object>>(events.size());
        for (int i = 0; i < events.size(); i++) {
            var one = emitted.get(i);
            var packets = wait.isPresent()
                    ? bridge.await(one.number(), Duration.ofNanos(deadline - System.nanoTime())).stream()
                            .map(sight::of).toList()
                    : one.packets().stream().map(Shapes::of).toList();
            answers.add(new JsonObject()
                    .with("id", events.get(i).id())
                    .with("number", one.number())
                    .with("duplicate", one.duplicate())
                    .with("packets", packets)
                    .fields());
        }
        return answers;
    }
}
