package io.hmsbridge.benchmarks.connectors;

import io.hmsbridge.api.Packet;

/** A connector, and the bare library that does the same work against the same server. */
interface Comparison extends AutoCloseable {

    Work work();

    /** A packet with a key that no other one of the turn has. */
    Packet packet(int thread, int number) throws Exception;

    /** The connector; it lives as long as this. */
    Side connector();

    /** The library; it lives as long as this. */
    Side library();

    /** Takes away what an earlier turn has left at the server. */
    default void clear() throws Exception {}

    /** Closes both sides and stops the server. */
    @Override
    void close() throws Exception;
}
