package io.hmsbridge.core.egress;

import java.util.Optional;

/** The route of HTTP calls to a target: through which proxy, if any, and how secured. */
public record Route(Optional<Proxy> proxy, Tls tls) {

    /** Without a proxy, trusting whom the JDK trusts. */
    public static final Route DIRECT = new Route(Optional.empty(), Tls.USUAL);
}
