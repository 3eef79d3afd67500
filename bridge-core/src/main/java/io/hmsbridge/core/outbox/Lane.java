package io.hmsbridge.core.outbox;

import io.hmsbridge.api.PacketId;
import io.hmsbridge.core.ledger.Entry;
import io.hmsbridge.core.ledger.Ledger;
import io.hmsbridge.core.ledger.Queued;
import io.hmsbridge.core.ledger.Span;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.LongPredicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The running half of one target: lets its crew have packets as long as its lease, its limits and the target itself allow. It runs in
 * the process that has its lease; elsewhere it knows nothing of its packets. Safe to use from many threads.
 */
final class Lane {

    private static final Logger LOG = LoggerFactory.getLogger(Lane.class);

    private static final long ROOM_CHECK = TimeUnit.MILLISECONDS.toNanos(5);

    /** What a lane works with. */
    record Parts(Ledger ledger, Recorder recorder, Timer timer, LongPredicate expecting,
            Consumer<Entry> told) {}

    /** Packets to be sent, and the tenure under which. */
    record Work(Tenure tenure, List<Queued> packets) {}

    private final int target;
    private final String name;
    private final Parts parts;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition work = lock.newCondition();
    private final Condition home = lock.newCondition();
    private final Lookout lookout;
    private final Set<PacketId> out = new HashSet<>();
    private volatile TargetSpec spec;
    private Pacer pacer;
    private Tenure tenure;
    private Crew crew;
    /** There is someone to send packets, or will be once a swap is over. */
    private boolean manned;
    private boolean paused;
    /** No more packets go out until those that are out have been recorded. */
    private boolean settling;
    /** Until when nobody else can have the lane, by the timer. */
    private long leasedUntil;

    Lane(int target, TargetSpec spec, Parts parts) {
        this.target = target;
        this.spec = spec;
        name = spec.name();
        this.parts = parts;
        pacer = new Pacer(spec.limits().rate(), parts.timer.nanos());
        lookout = new Lookout(name, parts.timer, lock, this::targetIsBack);
    }

    int target() {
        return target;
    }

    String name() {
        return name;
    }

    // The lease

    /** The lane is ours under this epoch: begins to load what waits. */
    void begin(long epoch, long until) {
        var ties = new Tenure.Ties(target, name, parts.ledger, parts.recorder, parts.timer, lock, parts.expecting,
                work::signal, home::signalAll, parts.told);
        var begun = new Tenure(ties, epoch, spec);
        locked(() -> {
            end();
            tenure = begun;
            leasedUntil = until;
            settling = false;
        });
        begun.begin();
        LOG.atDebug().addKeyValue("target", name).addKeyValue("epoch", epoch).log("lane taken");
    }

    /** The lease holds longer. */
    void prolong(long until) {
        locked(() -> {
            if (leasedUntil - parts.timer.nanos() <= 0) {
                work.signalAll();
            }
            leasedUntil = until;
        });
    }

    /** The lane is no longer ours under this epoch. */
    void lose(long epoch) {
        locked(() -> {
            if (tenure != null && tenure.epoch() == epoch) {
                lose();
            }
        });
    }

    /** The lane is no longer ours. */
    void lose() {
        locked(() -> {
            if (tenure != null) {
                LOG.atDebug().addKeyValue("target", name).addKeyValue("epoch", tenure.epoch())
                        .log("lane given up");
            }
            end();
        });
    }

    private void end() {
        if (tenure != null) {
            tenure.end();
            tenure = null;
        }
        out.clear();
        work.signalAll();
        home.signalAll();
    }

    /** The epoch under which the lane is ours; 0 if it is not. */
    long epoch() {
        lock.lock();
        try {
            return tenure == null ? 0 : tenure.epoch();
        } finally {
            lock.unlock();
        }
    }

    /** If the lease has run out, whoever is still sending under it is interrupted. */
    void checkLease() {
        boolean overdue;
        lock.lock();
        try {
            overdue = tenure != null && !out.isEmpty() && leasedUntil - parts.timer.nanos() <= 0;
        } finally {
            lock.unlock();
        }
        if (overdue) {
            LOG.atWarn().addKeyValue("target", name).log("the lease has run out; packets in flight are interrupted");
            interrupt();
        }
    }

    /** Whoever is sending is to stop waiting for the answer. */
    void interrupt() {
        Crew sending;
        lock.lock();
        try {
            sending = crew;
        } finally {
            lock.unlock();
        }
        if (sending != null) {
            sending.interrupt();
        }
    }

    /**
     * Sends nothing more until packets in flight are home and recorded.
     *
     * @return whether they were within the limit
     */
    boolean settle(Duration limit) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            settling = true;
            work.signalAll();
            long left = limit.toNanos();
            while (tenure != null && !(out.isEmpty() && tenure.isRecorded()) && left > 0) {
                left = home.awaitNanos(left);
            }
            return left > 0;
        } finally {
            lock.unlock();
        }
    }

    /** Goes on after settling. */
    void unsettle() {
        locked(() -> {
            settling = false;
            work.signalAll();
        });
    }

    /** An operator stops the lane, or lets it go on: without what was withdrawn while it stood. Not under the lock. */
    void pause(boolean stop) {
        if (isPaused() && !stop) {
            lookAtWithdrawn();
        }
        locked(() -> {
            if (paused != stop) {
                paused = stop;
                work.signalAll();
            }
        });
    }

    private boolean isPaused() {
        lock.lock();
        try {
            return paused;
        } finally {
            lock.unlock();
        }
    }

    // What comes in

    /** Packets that were just committed, in order. Returns false if the lane is not ours. */
    boolean offer(List<Queued> packets) {
        lock.lock();
        try {
            if (tenure == null) {
                return false;
            }
            tenure.offer(packets);
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** Looks among these sequences for packets that nobody told us of. */
    void look(Span sequences) {
        var current = current();
        if (current != null) {
            current.look(sequences);
        }
    }

    /** Operators have withdrawn packets of this lane: none of them goes out from now on. */
    void lookAtWithdrawn() {
        var current = current();
        if (current != null) {
            current.lookAtWithdrawn();
        }
    }

    /** Nobody knows whether a commit with these sequences will land. */
    void doubt(Span sequences) {
        locked(() -> {
            if (tenure != null) {
                tenure.doubt(sequences);
            }
        });
    }

    /** See {@link Tenure#sweep}. */
    void sweep(boolean fromHead) {
        locked(() -> {
            if (tenure != null) {
                tenure.sweep(fromHead);
            }
        });
    }

    private Tenure current() {
        lock.lock();
        try {
            return tenure;
        } finally {
            lock.unlock();
        }
    }

    // What goes out

    /**
     * The next packets for a crew to send, each of another key; waits for one. Null once the crew is dismissed.
     *
     * @param under the tenure under which attempts have ended; null if none have
     * @param ended is taken note of, before it is waited for anything
     */
    Work next(Crew caller, int most, Tenure under, List<Sender.Attempt> ended) throws InterruptedException {
        lock.lock();
        try {
            finished(under, ended);
            while (crew == caller) {
                long now = parts.timer.nanos();
                long pause;
                if (tenure == null || paused || settling || leasedUntil - now <= 0 || !tenure.hasReady()) {
                    work.await();
                } else if ((pause = Math.max(lookout.pause(), pacer.pause(now))) > 0) {
                    work.awaitNanos(pause);
                } else if (!parts.recorder.hasRoom()) {
                    work.awaitNanos(ROOM_CHECK);
                } else if (!lookout.admits()) {
                    work.await();
                } else {
                    return hand(lookout.isOpen() ? 1 : most, now);
                }
            }
            return null;
        } finally {
            lock.unlock();
        }
    }

    private Work hand(int most, long now) {
        var packets = tenure.take(most);
        packets.forEach(packet -> out.add(packet.id()));
        pacer.pass(packets.size(), now);
        if (tenure.hasReady()) {
            work.signal(); // whoever was woken for it may be waiting for something else
        }
        return new Work(tenure, packets);
    }

    private void finished(Tenure under, List<Sender.Attempt> attempts) {
        for (var attempt : attempts) {
            under.finished(attempt.entry());
            if (under == tenure) {
                out.remove(attempt.entry().packet().id());
                lookout.judge(attempt);
            }
        }
    }

    /** Whether a packet is on its way to the target at this moment. */
    boolean isOut(PacketId packet) {
        lock.lock();
        try {
            return out.contains(packet);
        } finally {
            lock.unlock();
        }
    }

    /** How many packets are on their way to the target at this moment. */
    int inFlight() {
        lock.lock();
        try {
            return out.size();
        } finally {
            lock.unlock();
        }
    }

    /** Whether the target is thought to be asleep, so that only its probe talks to it. */
    boolean isOpen() {
        lock.lock();
        try {
            return lookout.isOpen();
        } finally {
            lock.unlock();
        }
    }

    private void targetIsBack() {
        work.signalAll();
        if (tenure != null) {
            tenure.allDue();
        }
    }

    /**
     * Puts a crew to work in place of the one before, which is sent away first.
     *
     * @param newCrew empty to leave the lane waiting
     */
    void assign(TargetSpec newSpec, Optional<Crew> newCrew) {
        Crew former;
        lock.lock();
        try {
            former = crew;
            crew = null;
            work.signalAll();
        } finally {
            lock.unlock();
        }
        if (former != null) {
            former.dismiss();
        }
        locked(() -> {
            spec = newSpec;
            pacer = new Pacer(newSpec.limits().rate(), parts.timer.nanos());
            crew = newCrew.orElse(null);
            manned = newCrew.isPresent();
            lookout.reachThrough(crew);
            if (former != null && newCrew.isPresent() && tenure != null) {
                tenure.allDue(); // new settings or a new plugin may have mended the target
            }
        });
        newCrew.ifPresent(Crew::start);
    }

    /** Whether there is someone to send packets, or will be once a swap is over. */
    boolean isManned() {
        lock.lock();
        try {
            return manned;
        } finally {
            lock.unlock();
        }
    }

    /** Why the lane is not sending, or empty if it is. */
    String standstill() {
        lock.lock();
        try {
            return paused ? "paused by an operator" : lookout.standstill();
        } finally {
            lock.unlock();
        }
    }

    private void locked(Runnable action) {
        lock.lock();
        try {
            action.run();
        } finally {
            lock.unlock();
        }
    }
}
