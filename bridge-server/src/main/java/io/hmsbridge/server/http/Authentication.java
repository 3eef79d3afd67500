package io.hmsbridge.server.http;

import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.Filter;
import io.helidon.webserver.http.FilterChain;
import io.helidon.webserver.http.RoutingRequest;
import io.helidon.webserver.http.RoutingResponse;
import io.hmsbridge.core.problem.ProblemCode;
import io.hmsbridge.server.access.Principal;
import io.hmsbridge.server.access.TokenBook;

/** Lets a request pass that carries a token, and notes whose it is; or that asks for a path that is open to all. */
final class Authentication implements Filter {

    private static final String SCHEME = "Bearer ";

    private final TokenBook tokens;

    Authentication(TokenBook tokens) {
        this.tokens = tokens;
    }

    @Override
    public void filter(FilterChain chain, RoutingRequest request, RoutingResponse response) {
        if (!AccessTable.isOpen(request.path().path())) {
            request.context().register(Principal.class,
                    principal(request.headers().value(HeaderNames.AUTHORIZATION).orElse("")));
        }
        chain.proceed();
    }

    private Principal principal(String authorization) {
        if (authorization.isEmpty()) {
            throw refused("Bearer realm=\"hms-bridge\"",
                    "this path asks for the header \"Authorization: Bearer TOKEN\"");
        }
        if (!authorization.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
            throw unknown();
        }
        return tokens.find(authorization.substring(SCHEME.length()).strip()).orElseThrow(Authentication::unknown);
    }

    private static HttpProblem unknown() {
        return refused("Bearer realm=\"hms-bridge\", error=\"invalid_token\"",
                "the token is not one of this server, has expired, or was revoked");
    }

    private static HttpProblem refused(String challenge, String detail) {
        return new HttpProblem(401, ProblemCode.TOKEN_REFUSED, detail).withHeader("WWW-Authenticate", challenge);
    }
}
