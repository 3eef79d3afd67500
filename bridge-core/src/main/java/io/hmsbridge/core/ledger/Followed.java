package io.hmsbridge.core.ledger;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.function.Supplier;

/**
 * How far we have looked at what other writers queue. A stream has no gaps and its commits land one after another, so that all of
 * it up to a number has been seen once that number has. Safe to use from many threads.
 */
final class Followed {

    /** A commit of another writer. */
    record Commit(int stream, long n, Span queued) {}

    /** The streams followed, and how far. */
    record Mark(int[] streams, long[] to) {}

    private final Set<Integer> own = new HashSet<>();
    private final TreeMap<Integer, Long> seen = new TreeMap<>();
    private int newest;
    private boolean begun;
    private volatile Mark mark = new Mark(new int[0], new long[0]);

    /** A stream of ours: what it queues we know. */
    synchronized void own(int stream) {
        own.add(stream);
    }

    Mark mark() {
        return mark;
    }

    /** Whether there are streams that we do not know. */
    synchronized boolean isNews(int newestStream) {
        while (newest < newestStream && own.contains(newest + 1)) {
            newest++;
        }
        return newest < newestStream;
    }

    /**
     * Looks at what is new.
     *
     * @param newestStream the highest number of a stream that may exist
     * @param streams asks for all that are worth following, and how far each has come
     * @param commits asks for the commits of some after others
     */
    synchronized List<Commit> look(int newestStream, Supplier<Map<Integer, Long>> streams,
            BiFunction<int[], long[], List<Commit>> commits) {
        if (newest < newestStream) {
            var alive = streams.get();
            seen.keySet().retainAll(alive.keySet());
            alive.forEach((stream, n) -> {
                if (!own.contains(stream)) {
                    seen.putIfAbsent(stream, begun ? 0L : n); // what was queued before we began, lanes read
                }
            });
            newest = newestStream;
            publish();
        }
        begun = true;
        var found = commits.apply(mark.streams, mark.to);
        found.forEach(commit -> seen.merge(commit.stream, commit.n, Math::max));
        publish();
        return found;
    }

    private void publish() {
        mark = new Mark(seen.keySet().stream().mapToInt(Integer::intValue).toArray(),
                seen.values().stream().mapToLong(Long::longValue).toArray());
    }
}
