package io.hmsbridge.benchmarks;

import java.util.Iterator;
import java.util.List;

/** All rows, in the order in which they are measured. */
final class Rows {

    static final List<Row> ALL = List.of(new Throughput(), new OpenLoop("light_load_ms", 100, 20),
            new OpenLoop("load_1000_ms", 1_000, 15), new FanOut(), new HangingNeighbour(), new Backlog(),
            new FullLedger());

    private Rows() {}

    /** For the usage. */
    static final class Names implements Iterable<String> {

        @Override
        public Iterator<String> iterator() {
            return ALL.stream().map(Row::name).iterator();
        }
    }
}
