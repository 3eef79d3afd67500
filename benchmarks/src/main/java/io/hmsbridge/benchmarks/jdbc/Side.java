package io.hmsbridge.benchmarks.jdbc;

import io.hmsbridge.api.Packet;
import java.util.List;

/** A way to write packets into a table. Safe for use by many threads, each with a number of its own. */
interface Side extends AutoCloseable {

    /** Writes packets of different keys in one transaction. */
    void write(int thread, List<Packet> packets) throws Exception;

    @Override
    void close() throws Exception;
}
