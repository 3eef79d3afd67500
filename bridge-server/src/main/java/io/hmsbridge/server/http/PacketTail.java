package io.hmsbridge.server.http;

import io.hmsbridge.core.ledger.Bookmark;
import io.hmsbridge.core.ledger.LedgerUnavailableException;
import io.hmsbridge.core.ledger.PacketView;
import io.hmsbridge.core.ledger.Transitions;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArraySet;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the end of the ledger once for all who follow it, for as long as anybody does. One who takes what there is too slowly is put
 * off: who was, reads the ledger for itself until it has caught up.
 */
final class PacketTail implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(PacketTail.class);
    private static final int MOST_WAITING = 1_000;
    private static final long LOOK_MILLIS = 100;
    private static final long AFTER_TROUBLE_MILLIS = 1_000;

    private final Transitions transitions;
    private final Set<Follower> followers = new CopyOnWriteArraySet<>();
    private Thread reader;
    private boolean closed;

    /** A commit, and what those of a role may see of it, made once. */
    record Told(Transitions.Commit commit, Map<String, List<PacketView>> seen,
            Map<String, Map<String, List<PacketView>>> seenByKey) {

        Told(Transitions.Commit commit) {
            this(commit, new ConcurrentHashMap<>(4), new ConcurrentHashMap<>(4));
        }

        /** Those that a filter may want: hundreds who follow a key each do not look through all that changes. */
        List<PacketView> by(Sight sight, PacketFilter filter) {
            return filter.key().map(key -> byKey(sight).getOrDefault(key, List.of())).orElseGet(() -> by(sight));
        }

        private Map<String, List<PacketView>> byKey(Sight sight) {
            return seenByKey.computeIfAbsent(sight.role(),
                    _ -> by(sight).stream().collect(Collectors.groupingBy(PacketView::key)));
        }

        private List<PacketView> by(Sight sight) {
            return seen.computeIfAbsent(sight.role(), _ -> commit.packets().stream().map(sight::seen).toList());
        }
    }

    /** One who follows, until closed. */
    final class Follower implements AutoCloseable {

        private final BlockingQueue<Told> waiting = new ArrayBlockingQueue<>(MOST_WAITING);
        private volatile boolean putOff;

        /** Commits in order. Those that were read before may be among the first. */
        BlockingQueue<Told> waiting() {
            return waiting;
        }

        /** Whether it was too slow, and is told of nothing more. */
        boolean isPutOff() {
            return putOff;
        }

        @Override
        public void close() {
            followers.remove(this);
        }
    }

    PacketTail(Transitions transitions) {
        this.transitions = transitions;
    }

    /** Tells of all commits that land from now on. */
    synchronized Follower follow() {
        var follower = new Follower();
        followers.add(follower);
        if (reader == null && !closed) {
            var begin = transitions.now();
            reader = Thread.ofVirtual().name("bridge-tail").start(() -> read(begin));
        }
        return follower;
    }

    private void read(Bookmark begin) {
        var mark = begin;
        try {
            while (goesOn()) {
                var commits = next(mark);
                if (!commits.isEmpty()) {
                    mark = commits.getLast().mark();
                    tell(commits.stream().map(Told::new).toList());
                } else {
                    Thread.sleep(LOOK_MILLIS);
                }
            }
        } catch (InterruptedException _) {
            LOG.trace("nobody follows any more");
        }
    }

    /** Ends the reader once nobody follows; who comes next starts another one. */
    private synchronized boolean goesOn() {
        if (followers.isEmpty() || closed) {
            reader = null;
        }
        return reader != null;
    }

    private List<Transitions.Commit> next(Bookmark mark) throws InterruptedException {
        try {
            return transitions.after(mark);
        } catch (LedgerUnavailableException e) {
            LOG.debug("the ledger cannot be followed at present: {}", e.getMessage());
            Thread.sleep(AFTER_TROUBLE_MILLIS);
            return List.of();
        }
    }

    private void tell(List<Told> commits) {
        for (var follower : followers) {
            for (var commit : commits) {
                if (!follower.waiting.offer(commit)) {
                    follower.putOff = true;
                    followers.remove(follower);
                    break;
                }
            }
        }
    }

    @Override
    public synchronized void close() {
        closed = true;
        if (reader != null) {
            reader.interrupt();
        }
    }
}
