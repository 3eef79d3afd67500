package io.hmsbridge.benchmarks.connectors;

import io.hmsbridge.api.Packet;
import java.util.List;

/** A way to bring packets to a target. Safe for use by many threads, each with a number of its own. */
interface Side extends AutoCloseable {

    /** Brings packets of different keys there, as one where the target has a way to. */
    void write(int thread, List<Packet> packets) throws Exception;

    @Override
    void close() throws Exception;
}
