package io.hmsbridge.server.http;

import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import io.hmsbridge.core.Bridge;
import io.hmsbridge.core.Comparison;
import io.hmsbridge.core.json.ExactJson;
import io.hmsbridge.core.ledger.ActRefusedException;
import io.hmsbridge.core.ledger.Span;
import io.hmsbridge.core.mapping.SheetReader;
import io.hmsbridge.core.problem.ProblemCode;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * {@code POST /v1/mappings:diff}: what becomes otherwise if the sheet {@code new} takes the place of {@code old}, over events of the
 * ledger. An answer is a few seconds' work at most; if there are more events, it says {@code after} which to go on and
 * {@code upto} which, to be handed back. Nothing is accepted, and nothing sent.
 */
final class MappingsDiffResource {

    private static final Duration USUAL_WINDOW = Duration.ofDays(7);
    private static final long USUAL_DIFFERENCES = 20;
    private static final long MOST_DIFFERENCES = 100;
    private static final Pattern VERSION = Pattern.compile("[0-9a-f]{12,64}");

    private final Bridge bridge;
    private final RequestBody body;

    MappingsDiffResource(Bridge bridge, RequestBody body) {
        this.bridge = bridge;
        this.body = body;
    }

    void post(ServerRequest request, ServerResponse response) {
        Parameters.of(request);
        var caller = Caller.of(request);
        var json = ExactJson.read(body.read(request));
        try {
            var fields = OrderFields.of("a comparison", json,
                    Set.of("old", "new", "from", "to", "after", "upto", "limit"));
            var old = sheet("old", fields.text("old"), caller);
            var fresh = sheet("new", fields.text("new"), caller);
            var query = query(fields, caller);
            var comparison = bridge.compare(old, fresh, query);
            var answer = Shapes.of(comparison);
            if (comparison.after().isPresent()) {
                answer.put("upto", query.numbers().high());
            }
            Answer.ok(response, answer);
        } catch (IllegalArgumentException e) {
            throw new ActRefusedException(ProblemCode.ACT_INVALID, e.getMessage());
        }
    }

    private Comparison.Query query(OrderFields fields, Caller caller) {
        var now = Instant.now();
        var to = Optional.ofNullable(fields.time("to")).orElse(now);
        var from = Optional.ofNullable(fields.time("from")).orElse(to.minus(USUAL_WINDOW));
        if (!from.isBefore(to)) {
            throw new IllegalArgumentException("to: must be later than from");
        }
        long limit = fields.number("limit", USUAL_DIFFERENCES);
        if (limit > MOST_DIFFERENCES) {
            throw new IllegalArgumentException("limit: must be at most " + MOST_DIFFERENCES);
        }
        long after = fields.number("after", -1);
        long upto = fields.number("upto", -1);
        var numbers = upto >= 0 && after >= 0 ? new Span(after + 1, upto)
                : bridge.accepted(from, to).orElse(new Span(0, -1));
        return new Comparison.Query(numbers, from, to, caller.principal()::reachesSource, caller.targets(),
                (int) limit);
    }

    /** @param text the sheet itself, or a version that the ledger has */
    private SheetReader.Reading sheet(String name, String text, Caller caller) {
        if (!VERSION.matcher(text).matches()) {
            return MappingsTryResource.reading(name, text);
        }
        caller.requireWhole("a sheet of the ledger");
        return MappingsTryResource.reading(name, bridge.sheet(text).orElseThrow(
                () -> new IllegalArgumentException(name + ": the ledger has no sheet of the version " + text)));
    }
}
