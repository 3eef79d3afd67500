package io.hmsbridge.server.http;

import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import io.hmsbridge.core.Bridge;
import io.hmsbridge.core.json.ExactJson;
import io.hmsbridge.core.ledger.ActRefusedException;
import io.hmsbridge.core.ledger.NewToken;
import io.hmsbridge.core.ledger.Token;
import io.hmsbridge.core.problem.ProblemCode;
import io.hmsbridge.server.access.Role;
import io.hmsbridge.server.access.TokenBook;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * {@code GET /v1/tokens}: all tokens, without what is secret of them. {@code POST /v1/tokens}: makes one, which is in the answer and
 * never shown again. {@code POST /v1/tokens/ID/revoke}: ends one.
 */
final class TokensResource {

    private static final Set<String> NEW = Set.of("name", "roles", "sources", "targets", "expiresAt", "who", "why");

    private final Bridge bridge;
    private final TokenBook book;
    private final RequestBody body;

    TokensResource(Bridge bridge, TokenBook book, RequestBody body) {
        this.bridge = bridge;
        this.book = book;
        this.body = body;
    }

    Stream<Map<String, Object>> list() {
        return bridge.tokens().list().stream().map(TokensResource::shape);
    }

    void create(ServerRequest request, ServerResponse response) {
        Parameters.of(request);
        var fields = fields(request, "a token", NEW);
        var caller = Caller.of(request);
        try {
            var wanted = new NewToken(fields.text("name"),
                    fields.texts("roles").stream().map(Role::of).map(Role::text).distinct().toList(),
                    fields.texts("sources"), fields.texts("targets"), future(fields.time("expiresAt")));
            var created = book.create(wanted, caller.by(fields.text("who"), fields.textOr("why", "")));
            var answer = shape(created.token());
            answer.put("token", created.secret().reveal());
            Answer.ok(response, answer);
        } catch (IllegalArgumentException e) {
            throw unclear(e);
        }
    }

    private static Instant future(Instant expiry) {
        if (expiry != null && !expiry.isAfter(Instant.now())) {
            throw new IllegalArgumentException("expiresAt: is in the past");
        }
        return expiry;
    }

    void revoke(ServerRequest request, ServerResponse response) {
        Parameters.of(request);
        var id = request.path().pathParameters().get("id");
        if (!id.matches("[0-9]{1,18}")) {
            throw new ActRefusedException(ProblemCode.NO_SUCH_TOKEN, "there is no token " + Parameters.shown(id));
        }
        var fields = fields(request, "a revocation", Set.of("who", "why"));
        try {
            boolean revoked = book.revoke(Long.parseLong(id),
                    Caller.of(request).by(fields.text("who"), fields.textOr("why", "")));
            Answer.ok(response,
                    new JsonObject().with("id", Long.parseLong(id)).with("count", revoked ? 1 : 0).fields());
        } catch (IllegalArgumentException e) {
            throw unclear(e);
        }
    }

    private OrderFields fields(ServerRequest request, String what, Set<String> known) {
        try {
            return OrderFields.of(what, ExactJson.read(body.read(request)), known);
        } catch (IllegalArgumentException e) {
            throw unclear(e);
        }
    }

    private static ActRefusedException unclear(IllegalArgumentException e) {
        return new ActRefusedException(ProblemCode.ACT_INVALID, e.getMessage());
    }

    private static Map<String, Object> shape(Token token) {
        return new JsonObject().with("id", token.id()).with("name", token.name()).with("roles", token.roles())
                .with("sources", token.sources()).with("targets", token.targets())
                .with("createdAt", token.createdAt()).with("expiresAt", token.expiresAt())
                .with("revokedAt", token.revokedAt()).with("valid", token.isValid(Instant.now())).fields();
    }
}
