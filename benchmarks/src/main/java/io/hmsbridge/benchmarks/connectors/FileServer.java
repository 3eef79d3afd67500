package io.hmsbridge.benchmarks.connectors;

import java.io.IOException;
import java.nio.file.Path;

/** A server that keeps files in a folder, and nothing else in it. */
record FileServer(Path folder, AutoCloseable server) implements Comparison.Server {

    @Override
    public void clear() throws IOException {
        FlatFile.deleteAll(folder);
    }

    @Override
    public void close() throws Exception {
        server.close();
    }
}
