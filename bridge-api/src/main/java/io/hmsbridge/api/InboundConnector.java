package io.hmsbridge.api;

/** Reads events from one source. */
@FunctionalInterface
public interface InboundConnector extends AutoCloseable {

    /**
     * Reads until interrupted, on a virtual thread of its own. If it throws it is started again, after a growing pause, from
     * the position that was last durable; if it returns, the source is exhausted.
     */
    void run(Intake intake) throws Exception;

    @Override
    default void close() throws Exception {}
}
