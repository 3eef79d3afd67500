package io.hmsbridge.server.http;

import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import io.hmsbridge.core.Bridge;
import io.hmsbridge.core.event.EventReader;
import io.hmsbridge.core.event.EventRefusedException;
import io.hmsbridge.core.json.ExactJson;
import io.hmsbridge.core.mapping.SheetReader;
import io.hmsbridge.core.problem.ProblemCode;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.Map;

/**
 * {@code POST /v1/mappings:try}: what the sheets in force, or the one in {@code sheet}, would make of the {@code event}. Nothing is
 * accepted, and nothing sent.
 */
final class MappingsTryResource {

    private final Bridge bridge;
    private final EventReader reader = new EventReader(Clock.systemUTC());
    private final RequestBody body;

    MappingsTryResource(Bridge bridge, RequestBody body) {
        this.bridge = bridge;
        this.body = body;
    }

    void post(ServerRequest request, ServerResponse response) {
        Parameters.of(request);
        var asked = ExactJson.read(body.read(request)) instanceof Map<?, ?> map ? map : Map.of();
        if (!(asked.get("event") instanceof Map<?, ?> event)) {
            throw new EventRefusedException("$.event: the event to try is missing; send {\"event\": {...}}");
        }
        var one = reader.read(ExactJson.write(event)).getFirst();
        var packets =
                asked.get("sheet") instanceof String sheet ? bridge.tryOut(reading("sheet.yaml", sheet), one)
                        : bridge.tryOut(one);
        Answer.ok(response, new JsonObject().with("matched", !packets.isEmpty())
                .with("packets", packets.stream().map(Sight.of(request, bridge)::of).toList()).fields());
    }

    /** Reads a sheet of a request. */
    static SheetReader.Reading reading(String name, String sheet) {
        var reading = SheetReader.read(name, sheet.getBytes(StandardCharsets.UTF_8));
        if (reading.sheet().isEmpty()) {
            throw new HttpProblem(400, ProblemCode.SHEET,
                    "the sheet cannot be used: " + reading.problems().getFirst().summary())
                    .with("problems", List.copyOf(reading.problems().stream().map(Shapes::of).toList()));
        }
        return reading;
    }
}
