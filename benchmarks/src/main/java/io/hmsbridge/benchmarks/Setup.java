package io.hmsbridge.benchmarks;

import java.io.Serializable;
import java.net.URI;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What a pipeline is opened with.
 *
 * @param database of a server of its own
 * @param folder an empty folder of its own
 * @param concurrency the most packets in flight for a target
 */
record Setup(Access database, String folder, URI sink, int concurrency, List<Manner> targets)
        implements
        Serializable {

    /**
     * How to reach a database.
     *
     * @param pid the server's process
     */
    record Access(String url, String user, String password, long pid) implements Serializable {}

    /** How a target behaves. */
    enum Manner {
        /** Posts to the sink. */
        POSTS,
        /** Posts what waits for a key folded into one. */
        FOLDS,
        /** Posts the packets of events of a type of its own. */
        APART,
        /** Posts those, within windows and limits that let everything pass, some of them shared. */
        BOUNDED_APART,
        /** Takes five seconds a call, and does nothing else. */
        DAWDLES,
        /** Never returns. */
        HANGS;

        boolean posts() {
            return this != DAWDLES && this != HANGS;
        }

        boolean isApart() {
            return this == APART || this == BOUNDED_APART;
        }
    }

    static List<Manner> posting(int targets) {
        return IntStream.range(0, targets).mapToObj(_ -> Manner.POSTS).toList();
    }

    /** How many packets of an event are posted to the sink; each kind of event has as many. */
    int posting() {
        return (int) targets.stream().filter(manner -> manner.posts() && !manner.isApart()).count();
    }
}
