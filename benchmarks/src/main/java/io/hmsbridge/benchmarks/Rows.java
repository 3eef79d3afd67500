package io.hmsbridge.benchmarks;

import java.util.Iterator;
import java.util.List;

/** The rows of the table. */
final class Rows {

    private Rows() {}

    /** All of them, in the order in which they are measured. */
    static List<Row> all() {
        return List.of(new Throughput(), new OpenLoop("light_load_ms", 100, 20),
                new OpenLoop("load_1000_ms", 1_000, 15),
                new FanOut(), new HangingNeighbour(), new Backlog(), new FullLedger(), new ReplayWindow(),
                new Waking(), new Postponed(), new Bounded(), new Folding(), new ApiBatches(), new ApiSingles(),
                new ApiStreams(), new ColdStart(),
                new ApiLists());
    }

    /** For the usage. */
    static final class Names implements Iterable<String> {

        @Override
        public Iterator<String> iterator() {
            return all().stream().map(Row::name).iterator();
        }
    }
}
