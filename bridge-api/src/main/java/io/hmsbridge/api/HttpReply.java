package io.hmsbridge.api;

import java.util.Optional;

/** The whole answer to an {@link HttpCall}. */
public interface HttpReply {

    int status();

    /** The first header of that name, in any case. */
    Optional<String> header(String name);

    /** The body as received, empty if there is none. */
    byte[] body();

    /**
     * The body read as JSON, exactly, in this package's values.
     *
     * @throws SendException with {@link SendException.Kind#RETRY} if it is not JSON
     */
    Object json() throws SendException;

    /**
     * What the status says of the packet, by the rules of RFC 9110: 2xx delivered, with a receipt such as
     * {@code PATCH /v2/rates 204}; 408, 425, 429 and 5xx retry, honouring {@code Retry-After} (for the whole target on 429
     * and 503); 401, 403 and 407 a target fault, and 3xx too, since redirects are not followed; all else a reject.
     */
    SendResult result();

    /**
     * What the answer to a probe says of the target: awake on any answer below 500, since not every service has a health page,
     * but not while it refuses our login or our address.
     */
    default Health health() {
        return switch (result()) {
            case SendResult.TargetFault fault -> Health.asleep(fault.reason());
            case SendResult.Retry retry when status() >= 500 -> Health.asleep(retry.reason());
            default -> Health.awake(String.valueOf(status()));
        };
    }
}
