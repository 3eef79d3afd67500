package io.hmsbridge.core.egress;

import java.time.Duration;
import java.util.Objects;

/**
 * How one target may be reached.
 *
 * @param addresses where it may connect to
 * @param connectTimeout for looking up the host, for connecting and for the TLS handshake, each
 * @param maxAnswer the longest body of an answer, in bytes
 * @param route through which proxy, and how secured
 */
public record EgressSettings(AddressPolicy addresses, Duration connectTimeout, int maxAnswer, Route route) {

    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(3);
    private static final int MAX_ANSWER = 1024 * 1024;

    /** @throws IllegalArgumentException for a limit that is not positive */
    public EgressSettings {
        Objects.requireNonNull(addresses, "addresses");
        Objects.requireNonNull(route, "route");
        if (!connectTimeout.isPositive() || maxAnswer <= 0) {
            throw new IllegalArgumentException("the limits of a target's calls must be positive");
        }
    }

    /** Directly, and secured as usual. */
    public EgressSettings(AddressPolicy addresses, Duration connectTimeout, int maxAnswer) {
        this(addresses, connectTimeout, maxAnswer, Route.DIRECT);
    }

    /** The usual limits: 3 s to connect, 1 MiB of answer. */
    public static EgressSettings of(AddressPolicy addresses) {
        return new EgressSettings(addresses, CONNECT_TIMEOUT, MAX_ANSWER);
    }

    public EgressSettings by(Route newRoute) {
        return new EgressSettings(addresses, connectTimeout, maxAnswer, newRoute);
    }
}
