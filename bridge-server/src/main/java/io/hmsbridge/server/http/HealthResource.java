package io.hmsbridge.server.http;

import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import io.hmsbridge.core.Bridge;
import io.hmsbridge.core.ledger.Disk;
import io.hmsbridge.core.problem.ProblemCode;
import java.util.Map;
import java.util.Optional;

/** {@code /healthz}: the process answers. {@code /readyz}: it takes events. Both are open to all. */
final class HealthResource {

    /** Open to all, so the ledger is asked once a second at most. */
    private static final long KEEP_NANOS = 1_000_000_000L;

    private record Asked(Optional<String> refusal, long atNanos) {
    }

    private final Bridge bridge;
    private volatile Asked latest;

    HealthResource(Bridge bridge) {
        this.bridge = bridge;
    }

    void alive(ServerRequest request, ServerResponse response) {
        Answer.ok(response, Map.of("status", "ok"));
    }

    void ready(ServerRequest request, ServerResponse response) {
        refusal().ifPresent(why -> {
            throw new HttpProblem(503, ProblemCode.NOT_READY, why).withHeader("Retry-After", "1");
        });
        Answer.ok(response, new JsonObject().with("status", "ready")
                .with("warning", bridge.disk().filter(Disk::isLow).map(Disk::warning).orElse(null)).fields());
    }

    private Optional<String> refusal() {
        var known = latest;
        if (known == null || System.nanoTime() - known.atNanos > KEEP_NANOS) {
            known = new Asked(bridge.refusal(), System.nanoTime());
            latest = known;
        }
        return known.refusal;
    }
}
