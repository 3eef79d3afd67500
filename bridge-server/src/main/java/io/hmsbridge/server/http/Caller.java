package io.hmsbridge.server.http;

import io.helidon.webserver.http.ServerRequest;
import io.hmsbridge.core.ledger.By;
import io.hmsbridge.core.problem.ProblemCode;
import io.hmsbridge.server.access.Principal;
import java.util.Locale;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who makes a request, and from where. What they may not do ends the request with 403 and leaves a line in the log.
 *
 * @param route what they ask for
 * @param address from where
 */
record Caller(Principal principal, String route, String address) {

    private static final Logger LOG = LoggerFactory.getLogger(Caller.class);

    static Caller of(ServerRequest request) {
        var resource = request.context().get(Resource.class, Resource.class);
        return new Caller(
                request.context().get(Principal.class, Principal.class)
                        .orElseThrow(() -> new IllegalStateException("nobody asked for a token")),
                request.prologue().method().text() + " " + resource.map(Resource::path).orElse(""),
                request.remotePeer().host());
    }

    /** Ends a request to which no rule lets them. */
    void require(AccessTable.Rule.Needs rule) {
        if (!principal.may(rule.right())) {
            throw refused("%s needs the right to %s, which no role of this token has".formatted(route,
                    rule.right().name().toLowerCase(Locale.ROOT)));
        }
        if (!rule.minded()) {
            requireWhole(route);
        }
    }

    void requireSource(String source) {
        if (!principal.reachesSource(source)) {
            throw refused("this token does not reach the source " + Parameters.shown(source));
        }
    }

    /** @param target empty for all, which a token may have to reach */
    void requireTarget(String target) {
        if (target.isEmpty() && !principal.reachesAllTargets()) {
            throw refused("this token reaches only some targets: name the target");
        }
        if (!target.isEmpty() && !principal.reachesTarget(target)) {
            throw refused("this token does not reach the target " + Parameters.shown(target));
        }
    }

    /** @param what it is, which does not tell one source or target from another */
    void requireWhole(String what) {
        if (principal.isScoped()) {
            throw refused(what + " is not for tokens that reach only some sources or targets");
        }
    }

    /** Those things of which the target is within reach. */
    Predicate<String> targets() {
        return principal::reachesTarget;
    }

    private HttpProblem refused(String detail) {
        LOG.atWarn().addKeyValue("principal", principal.name()).addKeyValue("from", address)
                .addKeyValue("route", route).log("refused: {}", detail);
        return new HttpProblem(403, ProblemCode.NOT_ALLOWED, detail);
    }

    /**
     * For the ledger: who they say they are, by which token, and from where.
     *
     * @throws IllegalArgumentException if it cannot be kept, saying why
     */
    By by(String who, String why) {
        var said = new By(who, why);
        return new By("%s by token %s from %s".formatted(said.who(), principal.name(), address), said.why());
    }
}
