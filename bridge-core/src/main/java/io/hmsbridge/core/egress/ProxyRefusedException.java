package io.hmsbridge.core.egress;

import java.io.IOException;

/** The proxy answered in the target's place: there is no connection to the target. */
final class ProxyRefusedException extends IOException {

    private static final long serialVersionUID = 1L;

    private final int status;

    ProxyRefusedException(int status) {
        super("the proxy answers " + status);
        this.status = status;
    }

    /** Whether a person must mend our login or the proxy's rules. */
    boolean isLogin() {
        return status == 401 || status == 403 || status == 407;
    }
}
