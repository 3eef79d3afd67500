package io.hmsbridge.api;

/**
 * The way out for HTTP. One client serves every connector, with its connections pooled per target: the target's address
 * policy holds for each connection, redirects are not followed, the time of a call and the size of an answer are bounded,
 * and calls are traced and counted.
 */
@FunctionalInterface
public interface Http {

    /**
     * Makes one call and returns its whole answer, whatever its status.
     *
     * @throws SendException with {@link SendException.Kind#RETRY} if nothing can have reached the target (no connection),
     *     {@link SendException.Kind#UNKNOWN} if the request was written and no whole answer came in time and within the
     *     bounds, and {@link SendException.Kind#TARGET_FAULT} for an address that policy forbids or a certificate that
     *     does not hold
     */
    HttpReply send(HttpCall call) throws SendException, InterruptedException;
}
