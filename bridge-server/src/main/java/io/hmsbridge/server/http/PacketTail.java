package io.hmsbridge.server.http;

import io.hmsbridge.core.ledger.Bookmark;
import io.hmsbridge.core.ledger.LedgerUnavailableException;
import io.hmsbridge.core.ledger.Transitions;
import io.hmsbridge.core.ledger.Transitions.Commit;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArraySet;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the end of the ledger once for all who follow it, for as long as anybody does. One who takes what there is too slowly is put
 * off: who was, reads the ledger for itself until it has caught up.
 */
final class PacketTail implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(PacketTail.class);
    private static final int MOST_WAITING = 8;
    /** With so many transitions a look ends, though there is more. */
    private static final int MOST_READ = 10_000;
    /** So many are told, though nobody was to be woken yet. */
    private static final int MOST_TOLD = 50_000;
    /** What is read soon after it was committed is known without the ledger. */
    private static final long LOOK_MILLIS = 100;
    /** While there are more commits from one look to the next, no more are woken than one in so many milliseconds. */
    private static final int FEW = 5;
    private static final long WAKING_MILLIS = 1;
    private static final long LONGEST_PAUSE_MILLIS = 1_000;
    private static final long AFTER_TROUBLE_MILLIS = 1_000;

    private static final StreamStep NOTHING = new StreamStep(null, List.of());

    private final Transitions transitions;
    private final Set<Follower> followers = new CopyOnWriteArraySet<>();
    private Thread reader;
    private boolean closed;

    /** One who follows, until closed. */
    final class Follower implements AutoCloseable {

        private final Sight sight;
        private final PacketFilter filter;
        private final BlockingQueue<StreamStep> waiting = new ArrayBlockingQueue<>(MOST_WAITING);
        private volatile Bookmark passed;
        private volatile boolean putOff;

        private Follower(Sight sight, PacketFilter filter) {
            this.sight = sight;
            this.filter = filter;
        }

        /** Commits in order, but for those that have nothing for who follows. Some that were read before may be among the first. */
        BlockingQueue<StreamStep> waiting() {
            return waiting;
        }

        /** Up to where all that there was for who follows had been put into {@link #waiting} by now; null if that is not known. */
        Bookmark passed() {
            return passed;
        }

        private boolean isTold(StreamStep step) {
            if (step.text(sight, filter).length > 0 && !waiting.offer(step)) {
                return false;
            }
            passed = step.mark();
            return true;
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

    /** Tells of all commits that land from now on. What of them is to be sent is written before anybody is woken for it. */
    synchronized Follower follow(Sight sight, PacketFilter filter) {
        var follower = new Follower(sight, filter);
        followers.add(follower);
        if (reader == null && !closed) {
            var begin = transitions.now();
            reader = Thread.ofVirtual().name("bridge-tail").start(() -> read(begin));
        }
        return follower;
    }

    private void read(Bookmark begin) {
        var told = begin;
        var untold = new ArrayList<Commit>();
        long toldAt = System.nanoTime();
        try {
            while (goesOn()) {
                var commits = next(untold.isEmpty() ? told : untold.getLast().mark());
                untold.addAll(commits);
                if (mayTell(untold, TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - toldAt))) {
                    var step = new StreamStep(told, List.copyOf(untold));
                    tell(step);
                    told = step.mark();
                    untold.clear();
                    toldAt = System.nanoTime();
                }
                if (packets(commits) < MOST_READ) { // else there is more
                    Thread.sleep(LOOK_MILLIS);
                }
            }
        } catch (InterruptedException _) {
            LOG.trace("nobody follows any more");
        }
    }

    private boolean mayTell(List<Commit> untold, long millisSince) {
        if (untold.isEmpty()) {
            return false;
        }
        boolean isCalm = untold.size() * LOOK_MILLIS < FEW * Math.max(LOOK_MILLIS, millisSince);
        long pause = Math.clamp(followers.size() * WAKING_MILLIS, LOOK_MILLIS, LONGEST_PAUSE_MILLIS);
        return isCalm || millisSince >= pause || packets(untold) >= MOST_TOLD;
    }

    /** Ends the reader once nobody follows; who comes next starts another one. */
    private synchronized boolean goesOn() {
        if (followers.isEmpty() || closed) {
            reader = null;
        }
        return reader != null;
    }

    private List<Commit> next(Bookmark mark) throws InterruptedException {
        var read = new ArrayList<Commit>();
        try {
            for (var more = transitions.after(mark); !more.isEmpty(); more = transitions.after(read.getLast().mark())) {
                read.addAll(more);
                if (!Transitions.mayGoOn(more) || packets(read) >= MOST_READ) {
                    break;
                }
            }
        } catch (LedgerUnavailableException e) {
            LOG.debug("the ledger cannot be followed at present: {}", e.getMessage());
            Thread.sleep(AFTER_TROUBLE_MILLIS);
        }
        return read;
    }

    private static int packets(List<Commit> commits) {
        return commits.stream().mapToInt(commit -> commit.packets().size()).sum();
    }

    private void tell(StreamStep step) {
        for (var follower : followers) {
            if (!follower.isTold(step)) {
                follower.putOff = true;
                followers.remove(follower);
            }
        }
    }

    /** Wakes all who follow, too. */
    @Override
    public synchronized void close() {
        closed = true;
        followers.forEach(follower -> follower.waiting.offer(NOTHING));
        if (reader != null) {
            reader.interrupt();
        }
    }
}
