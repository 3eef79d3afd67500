package io.hmsbridge.benchmarks.connectors;

/**
 * A connector, and the bare library that does the same work against the same server.
 *
 * @param work what is done in a turn
 * @param packets that are sent
 * @param connector closed with this
 * @param library closed with this
 * @param server stopped with this, after both
 */
record Comparison(Work work, Packets packets, Side connector, Side library, Server server) implements AutoCloseable {

    /** What both sides write to. */
    @FunctionalInterface
    interface Server extends AutoCloseable {

        /** Takes away what an earlier turn has left. */
        default void clear() throws Exception {}

        @Override
        void close() throws Exception;
    }

    @Override
    public void close() throws Exception {
        try (server; connector; library) {
            // closed in turn
        }
    }
}
