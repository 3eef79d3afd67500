package io.hmsbridge.api;

/**
 * The live link to one target.
 *
 * <p><b>Threads.</b> All methods but {@link #close} are called from many virtual threads at once, up to the target's
 * concurrency limit; blocking is fine. An interrupt means that the answer is no longer awaited.
 *
 * <p><b>Order.</b> Packets of one key come one after another; the next comes only after {@link #send} has returned for the
 * one before. Packets of different keys come in any order.
 */
@FunctionalInterface
public interface Connector extends AutoCloseable {

    /**
     * Sends one packet and returns once the target has answered. It may be called again with the same packet (the same
     * {@link Packet#idempotencyKey}) after a retry, a crash or a replay: at least once is what the bridge promises, and the
     * key is there to make it exactly once where the target can.
     *
     * @throws SendException to end the attempt with its kind
     * @throws Exception anything else counts as a retry
     */
    SendResult send(Packet packet) throws Exception;

    /**
     * Asks cheaply, and without effect, whether the target is awake. While its breaker is open nothing else talks to the
     * target. An exception counts as asleep.
     */
    default Health probe() throws Exception {
        return Health.unknown();
    }

    /** Releases everything. Called once, after the last {@link #send} has returned or its time is up. */
    @Override
    default void close() throws Exception {}
}
