package io.hmsbridge.server.http;

import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import io.hmsbridge.core.Agenda;
import io.hmsbridge.core.Bridge;
import java.time.Duration;
import java.util.Map;

/** {@code GET /v1/calendar}: what the next days bring. */
final class CalendarResource {

    private static final long USUAL_DAYS = 7;
    private static final long MOST_DAYS = 366;

    private final Bridge bridge;

    CalendarResource(Bridge bridge) {
        this.bridge = bridge;
    }

    void get(ServerRequest request, ServerResponse response) {
        var targets = Caller.of(request).targets();
        long days = Parameters.of(request, "days").number("days", 1, MOST_DAYS).orElse(USUAL_DAYS);
        Answer.ok(response, new JsonObject()
                .with("items", bridge.agenda().next(Duration.ofDays(days)).stream()
                        .filter(item -> targets.test(item.target())).map(CalendarResource::shape).toList())
                .fields());
    }

    private static Map<String, Object> shape(Agenda.Item item) {
        return new JsonObject().with("at", item.at()).with("target", item.target()).with("what", item.kind().name())
                .with("packets", item.packets()).fields();
    }
}
