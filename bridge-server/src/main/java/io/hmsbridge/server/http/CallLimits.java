package io.hmsbridge.server.http;

import io.helidon.webserver.http.Filter;
import io.helidon.webserver.http.FilterChain;
import io.helidon.webserver.http.RoutingRequest;
import io.helidon.webserver.http.RoutingResponse;
import io.hmsbridge.core.outbox.Limits;
import io.hmsbridge.core.problem.ProblemCode;
import io.hmsbridge.server.access.Principal;
import io.hmsbridge.server.metrics.Metrics;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;

/** Refuses what one principal asks for beyond its limits, before anything is done. */
final class CallLimits implements Filter {

    /** As long as so few are known, those that ask for nothing at present are kept, too. */
    private static final int KEPT = 10_000;

    private final Limits limits;
    private final Metrics metrics;
    private final ConcurrentMap<String, Allowance> allowances = new ConcurrentHashMap<>();

    CallLimits(Limits limits, Metrics metrics) {
        this.limits = limits;
        this.metrics = metrics;
    }

    @Override
    public void filter(FilterChain chain, RoutingRequest request, RoutingResponse response) {
        var principal = request.context().get(Principal.class, Principal.class)
                .filter(who -> !who.equals(Principal.ADMIN));
        if (principal.isEmpty()) {
            chain.proceed();
            return;
        }
        var name = principal.get().name();
        begin(name);
        try {
            chain.proceed();
        } finally {
            allowances.get(name).end();
        }
    }

    private void begin(String name) {
        long[] wait = {0};
        allowances.compute(name, (_, known) -> {
            var allowance = known == null ? new Allowance(limits, System.nanoTime()) : known;
            wait[0] = allowance.begin(System.nanoTime());
            return allowance;
        });
        if (wait[0] != 0) {
            throw refused(wait[0]);
        }
        if (allowances.size() > KEPT) {
            allowances.keySet().forEach(other -> allowances.computeIfPresent(other,
                    (_, allowance) -> allowance.isUntouched(System.nanoTime()) ? null : allowance));
        }
    }

    private HttpProblem refused(long wait) {
        boolean atOnce = wait == Allowance.AT_ONCE;
        metrics.limited(atOnce ? "concurrency" : "rate");
        long seconds = atOnce ? 1 : Math.max(1, TimeUnit.NANOSECONDS.toSeconds(wait + 999_999_999));
        return new HttpProblem(429, ProblemCode.TOO_MANY_REQUESTS, atOnce
                ? "this token has %d requests under way, and may have no more at once".formatted(limits.concurrency())
                : "this token may make %s requests, and has made them".formatted(limits.rate().orElseThrow()))
                .withHeader("Retry-After", Long.toString(seconds));
    }

    /** What one principal may still ask for: after a quiet while, all of one time of its rate at once. */
    private static final class Allowance {

        /** Too many at once. */
        static final long AT_ONCE = -1;

        private final Limits limits;
        private final long gap;
        private final long burst;
        private long next;
        private int underWay;

        Allowance(Limits limits, long now) {
            this.limits = limits;
            gap = limits.rate().map(rate -> rate.per().toNanos() / rate.packets()).orElse(0L);
            burst = limits.rate().map(rate -> rate.per().toNanos() - gap).orElse(0L);
            next = now;
        }

        /** @return 0 if it may begin, else in how many nanoseconds it may, or {@link #AT_ONCE} */
        synchronized long begin(long now) {
            if (underWay >= limits.concurrency()) {
                return AT_ONCE;
            }
            if (gap != 0) {
                long ahead = Math.max(0, next - now);
                if (ahead > burst) {
                    return ahead - burst;
                }
                next = now + ahead + gap;
            }
            underWay++;
            return 0;
        }

        synchronized void end() {
            underWay--;
        }

        synchronized boolean isUntouched(long now) {
            return underWay == 0 && next - now <= 0;
        }
    }
}
