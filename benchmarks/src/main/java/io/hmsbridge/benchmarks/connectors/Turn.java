package io.hmsbridge.benchmarks.connectors;

/** What one side made of one turn. */
record Turn(double perSecond, double p99Millis) {

    /** The ratios of two turns, one after the other: the connector's to the library's. */
    record Pair(Turn connector, Turn library) {

        double throughput() {
            return connector.perSecond / library.perSecond;
        }

        double p99() {
            return connector.p99Millis / library.p99Millis;
        }
    }
}
