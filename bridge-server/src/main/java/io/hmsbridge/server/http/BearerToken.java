package io.hmsbridge.server.http;

import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.Filter;
import io.helidon.webserver.http.FilterChain;
import io.helidon.webserver.http.RoutingRequest;
import io.helidon.webserver.http.RoutingResponse;
import io.hmsbridge.core.problem.ProblemCode;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Set;

/** Lets a request pass that carries the token, or asks for a path that is open to all. */
final class BearerToken implements Filter {

    private static final String SCHEME = "Bearer ";

    private final byte[] token;
    private final Set<String> openPaths;

    BearerToken(String token, Set<String> openPaths) {
        this.token = token.getBytes(StandardCharsets.UTF_8);
        this.openPaths = Set.copyOf(openPaths);
    }

    @Override
    public void filter(FilterChain chain, RoutingRequest request, RoutingResponse response) {
        if (!openPaths.contains(request.path().path())) {
            requireToken(request.headers().value(HeaderNames.AUTHORIZATION).orElse(""));
        }
        chain.proceed();
    }

    private void requireToken(String authorization) {
        if (authorization.isEmpty()) {
            throw refused("Bearer realm=\"hms-bridge\"",
                    "this path asks for the header \"Authorization: Bearer TOKEN\"");
        }
        // Compared in a time that does not tell how much of it was right.
        boolean right = authorization.regionMatches(true, 0, SCHEME, 0, SCHEME.length())
                && MessageDigest.isEqual(token,
                        authorization.substring(SCHEME.length()).strip().getBytes(StandardCharsets.UTF_8));
        if (!right) {
            throw refused("Bearer realm=\"hms-bridge\", error=\"invalid_token\"",
                    "the token is not the one of this server");
        }
    }

    private static HttpProblem refused(String challenge, String detail) {
        return new HttpProblem(401, ProblemCode.TOKEN_REFUSED, detail).withHeader("WWW-Authenticate", challenge);
    }
}
