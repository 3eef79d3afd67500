package io.hmsbridge.server.http;

import static io.hmsbridge.server.access.Right.ADMINISTER;
import static io.hmsbridge.server.access.Right.APPROVE;
import static io.hmsbridge.server.access.Right.EMIT;
import static io.hmsbridge.server.access.Right.LOOK;
import static io.hmsbridge.server.access.Right.OPERATE;

import io.hmsbridge.server.access.Right;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Who may do what, for all routes in one place. A route that does not stand here keeps the server from starting: what nobody
 * thought of must not be open.
 */
final class AccessTable {

    /** Who may use a route. */
    sealed interface Rule {

        /** Anybody, without a token. */
        record Open() implements Rule {}

        /** Whoever has a token. */
        record Known() implements Rule {}

        /**
         * Whoever has this right.
         *
         * @param minded whether the route minds which sources and targets a token reaches; else one that reaches only some is
         *     refused
         */
        record Needs(Right right, boolean minded) implements Rule {}
    }

    private static final Rule OPEN = new Rule.Open();

    private static final Map<String, Rule> RULES = Map.ofEntries(
            Map.entry("GET /healthz", OPEN),
            Map.entry("GET /readyz", OPEN),
            Map.entry("GET /openapi.json", new Rule.Known()),
            whole("GET /metrics", LOOK),
            minding("POST /v1/events", EMIT),
            minding("GET /v1/events", LOOK),
            minding("GET /v1/events/{id}", LOOK),
            minding("GET /v1/packets", LOOK),
            minding("GET /v1/packets/dead", LOOK),
            minding("GET /v1/packets/scheduled", LOOK),
            minding("GET /v1/packets/{id}", LOOK),
            minding("GET /v1/outbox", LOOK),
            minding("GET /v1/stream", LOOK),
            minding("GET /v1/calendar", LOOK),
            minding("GET /v1/targets", LOOK),
            minding("POST /v1/targets/{id}/probe", OPERATE),
            minding("POST /v1/targets/{id}/test", OPERATE),
            whole("GET /v1/mappings", LOOK),
            minding("POST /v1/mappings:diff", OPERATE),
            whole("POST /v1/mappings:try", LOOK),
            whole("GET /v1/plugins", LOOK),
            whole("GET /v1/checkup", LOOK),
            whole("GET /v1/ledger/conserved", LOOK),
            whole("GET /v1/acts", LOOK),
            minding("POST /v1/acts", OPERATE),
            minding("GET /v1/governance/blocked", LOOK),
            minding("POST /v1/governance/decisions", APPROVE),
            whole("GET /v1/governance/policies", LOOK),
            whole("GET /v1/governance/report", LOOK),
            minding("GET /v1/replays", LOOK),
            minding("GET /v1/replays/{id}", LOOK),
            minding("POST /v1/replays", OPERATE),
            minding("POST /v1/replays/{id}/cancel", OPERATE),
            whole("GET /v1/tokens", ADMINISTER),
            whole("POST /v1/tokens", ADMINISTER),
            whole("POST /v1/tokens/{id}/revoke", ADMINISTER));

    private AccessTable() {
    }

    private static Map.Entry<String, Rule> minding(String route, Right right) {
        return Map.entry(route, new Rule.Needs(right, true));
    }

    private static Map.Entry<String, Rule> whole(String route, Right right) {
        return Map.entry(route, new Rule.Needs(right, false));
    }

    /** @throws IllegalStateException if nothing is said of the route */
    static Rule of(String method, String path) {
        return Optional.ofNullable(RULES.get(method + " " + path)).orElseThrow(() -> new IllegalStateException(
                "who may use %s %s? AccessTable has no entry for it".formatted(method, path)));
    }

    static boolean isOpen(String path) {
        return OPEN.equals(RULES.get("GET " + path));
    }

    /** All routes of which something is said: method and path. */
    static Set<String> routes() {
        return RULES.keySet();
    }
}
