package io.hmsbridge.core.outbox;

import io.hmsbridge.core.ledger.FencedException;
import io.hmsbridge.core.ledger.Folding.Foldable;
import io.hmsbridge.core.ledger.Folding.Folded;
import io.hmsbridge.core.ledger.Folding.Standing;
import io.hmsbridge.core.ledger.LedgerUnavailableException;
import io.hmsbridge.core.ledger.NothingWrittenException;
import io.hmsbridge.core.ledger.Position;
import io.hmsbridge.core.ledger.Queued;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * In a lane that coalesces: before a packet goes behind which others of its key wait, what waits is folded into one. That is done in
 * the outbox, key by key, so that it takes no more memory however much waits; meanwhile nothing of these keys goes out. Guarded by
 * the lane's lock, but for what says that it asks the database.
 */
final class Coalescing {

    private static final Logger LOG = LoggerFactory.getLogger(Coalescing.class);

    /** Packets in one commit, about. */
    private static final int STEP = 500;

    /** All that waits is looked through again after so many times the time that it took. */
    private static final int REST = 10;

    /** The lane whose packets they are; called under the lock. */
    interface Lane {

        /** Those of these places whose packets are out, or on their way to the recorder's commit. */
        Set<Position> busy(List<Position> places);

        /** What is in memory of them, or is being read, is out of date. */
        void folded(Folded folded);

        /** A packet is marked as one that waits for another of its key. */
        void hold(Queued packet);

        boolean hasEnded();
    }

    private final Ties ties;
    private final long epoch;
    private final Window window;
    private final Lane lane;
    /** Keys that are to be folded, for whose sake packets were set aside. */
    private final Set<Long> asked = new HashSet<>();
    /** Keys that are being folded just now. */
    private final Set<Long> claimed = new HashSet<>();
    /** Packets that go next, whatever comes after them: they were looked at. */
    private final Set<Position> lookedAt = new HashSet<>();
    /** Packets of keys that are being folded, and are to be held: once it is known what they have become. */
    private final List<Queued> toHold = new ArrayList<>();
    private boolean running;
    /** A fold may have been committed, or not: nothing goes any more under this tenure. */
    private boolean unsure;
    private boolean all;
    private boolean first;
    private long restUntil;

    Coalescing(Ties ties, long epoch, Window window, Lane lane) {
        this.ties = ties;
        this.epoch = epoch;
        this.window = window;
        this.lane = lane;
        restUntil = ties.timer().nanos();
    }

    /** Nothing goes until all that waits has been looked through. */
    void begin() {
        first = true;
        all = true;
        start();
    }

    /**
     * The lane stood still, and goes on, and more waits than is in memory, where it is not seen what has followers: nothing goes until
     * all of it has been looked through once. That takes less time than it would to send it, and there is an end to it.
     */
    void resume() {
        if (!first) {
            begin();
        }
    }

    /** More waits than is in memory: looks through all of it, unless that was done just now, or is to be. */
    void lookThrough() {
        if (!first && restUntil - ties.timer().nanos() <= 0) {
            all = true;
            start();
        }
    }

    /** Whether a packet may go: the next that is ready, when those that must wait have been set aside. */
    boolean hasReady() {
        while (!first && window.hasReady()) {
            if (!mustWait(window.peek())) {
                return true;
            }
            window.setAside();
        }
        return false;
    }

    private boolean mustWait(Queued packet) {
        if (unsure || claimed.contains(packet.keyHash())) {
            return true;
        }
        if (lookedAt.contains(packet.position()) || !window.hasFollowers(packet.keyHash())) {
            return false;
        }
        asked.add(packet.keyHash());
        start();
        return true;
    }

    /** A packet goes. */
    void taken(Queued packet) {
        lookedAt.remove(packet.position());
    }

    /** Whether a packet that is to be held is being folded; then it is held later, as what it has become. */
    boolean holdsLater(Queued packet) {
        return claimed.contains(packet.keyHash()) && toHold.add(packet);
    }

    /** Whether packets of this key are to be held still. */
    boolean isToHold(long key) {
        return toHold.stream().anyMatch(packet -> packet.keyHash() == key);
    }

    /** Packets that are to be held have new contents. Those that they take the places of. */
    List<Queued> replace(Map<Position, Queued> revisions) {
        var former = toHold.stream().filter(packet -> revisions.containsKey(packet.position())).toList();
        toHold.replaceAll(packet -> revisions.getOrDefault(packet.position(), packet));
        return former;
    }

    /** Packets that are to be held have been covered by others; those that were there. */
    List<Queued> remove(Set<Position> places) {
        var removed = toHold.stream().filter(packet -> places.contains(packet.position())).toList();
        toHold.removeAll(removed);
        return removed;
    }

    private void start() {
        if (!running) {
            running = true;
            ties.timer().soon(this::run);
        }
    }

    /** Asks the database; not under the lock. */
    private void run() {
        var keys = new HashSet<Long>();
        while (next(keys)) {
            long begun = ties.timer().nanos();
            try {
                var pass = new Pass();
                ties.ledger().folding().waiting(ties.target(), keys.isEmpty() ? null : keys, pass::meet);
                pass.flush();
            } catch (FencedException _) {
                LOG.atDebug().addKeyValue("target", ties.name()).log("not coalesced: the lane is no longer ours");
            } catch (LedgerUnavailableException e) {
                LOG.atWarn().addKeyValue("target", ties.name()).log("not coalesced: {}", e.getMessage());
            } catch (RuntimeException e) { // without it, packets go one by one
                LOG.atError().addKeyValue("target", ties.name()).setCause(e).log("packets could not be coalesced");
            }
            long ended = ties.timer().nanos();
            ties.locked(() -> {
                restUntil = ended + REST * (ended - begun);
                first &= all;
                letGo();
            });
        }
    }

    /** Which keys are next, none for all; false if there is nothing to do. */
    private boolean next(Set<Long> keys) {
        return ties.locked(() -> {
            keys.clear();
            if (lane.hasEnded() || unsure || !all && asked.isEmpty()) {
                running = false;
                return 0;
            }
            if (!all) {
                keys.addAll(asked);
            }
            all = false;
            asked.clear();
            return 1;
        }) == 1;
    }

    /** Nothing is being folded any more. */
    private void letGo() {
        claimed.clear();
        var packets = List.copyOf(toHold);
        toHold.clear();
        if (!lane.hasEnded() && !unsure) {
            packets.forEach(lane::hold);
        }
        goOn();
    }

    /** What was set aside goes, unless its key is being folded, or is to be. */
    private void goOn() {
        if (unsure) {
            return;
        }
        window.takeBack(packet -> !claimed.contains(packet.keyHash()) && !asked.contains(packet.keyHash()))
                .forEach(packet -> {
                    lookedAt.add(packet.position());
                    ties.ready().run();
                });
        ties.ready().run();
    }

    /** One walk through what waits. Not under the lock. */
    private final class Pass {

        private final List<Standing> step = new ArrayList<>();

        void meet(Standing next) {
            if (step.size() >= STEP) {
                var last = step.getLast();
                boolean within = last.keyHash() == next.keyHash();
                if (!within || step.size() >= 2 * STEP) {
                    flush();
                }
                if (within && step.isEmpty()) {
                    step.add(last); // it stands for those before it
                }
            }
            step.add(next);
        }

        void flush() {
            if (step.isEmpty()) {
                return;
            }
            var foldable = new ArrayList<Foldable>();
            ties.locked(() -> claim(foldable));
            try {
                if (!foldable.isEmpty()) {
                    var folded = ties.ledger().folding().fold(ties.target(), ties.name(), epoch, foldable);
                    ties.locked(() -> {
                        folded.covered().forEach(entry -> lookedAt.remove(entry.packet().position()));
                        lane.folded(folded);
                    });
                    folded.covered().forEach(ties.told());
                }
            } catch (NothingWrittenException e) {
                throw e;
            } catch (LedgerUnavailableException e) {
                ties.locked(() -> {
                    unsure = true;
                });
                ties.unsure().run();
                throw e;
            } finally {
                ties.locked(Coalescing.this::letGo);
                step.clear();
            }
        }

        private void claim(List<Foldable> foldable) {
            if (lane.hasEnded()) {
                return;
            }
            step.forEach(one -> claimed.add(one.keyHash()));
            var busy = lane.busy(step.stream().map(Standing::position).collect(Collectors.toList()));
            int stretch = 0;
            for (var one : step) {
                // What we have just committed is about to be handed over, as it was then.
                if (busy.contains(one.position()) || ties.expecting().test(one.position().sequence())) {
                    stretch++;
                } else {
                    foldable.add(new Foldable(one.position(), stretch));
                }
            }
        }
    }
}
