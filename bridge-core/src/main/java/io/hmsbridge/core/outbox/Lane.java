package io.hmsbridge.core.outbox;

import io.hmsbridge.api.Health;
import io.hmsbridge.api.PacketId;
import io.hmsbridge.core.ledger.Entry;
import io.hmsbridge.core.ledger.Leases;
import io.hmsbridge.core.ledger.Position;
import io.hmsbridge.core.ledger.Queued;
import io.hmsbridge.core.ledger.Store;
import io.hmsbridge.core.time.Timer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.LongPredicate;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The running half of one target: lets its crew have packets as long as its lease, its limits and the target itself allow. It runs in
 * the process that has its lease; elsewhere it knows nothing of its packets. Safe to use from many threads.
 */
final class Lane {

    private static final Logger LOG = LoggerFactory.getLogger(Lane.class);

    private static final Duration GATE_CHECK = Duration.ofSeconds(1);
    private static final long UNTIL_TOLD = Share.UNTIL_CALLED;
    private static final long ROOM_CHECK = TimeUnit.MILLISECONDS.toNanos(5);

    /** What a lane works with. */
    record Parts(Store ledger, Recorder recorder, Timer timer, Clock clock, LongPredicate expecting,
            Consumer<Entry> told, Consumer<Lane> unsure, Shares shares) {}

    /** Packets to be sent, the tenure under which, and what let them go. */
    record Work(Tenure tenure, List<Queued> packets, Allowance allowance) {}

    private final int target;
    private final String name;
    private final Parts parts;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition work = lock.newCondition();
    private final Condition home = lock.newCondition();
    private final Lookout lookout;
    private final Map<Position, PacketId> out = new HashMap<>();
    private volatile TargetSpec spec;
    private final Tenancy tenancy;
    private final Gate gate;
    private Allowance allowance;
    private Crew crew;
    /** The one before, while its packets in flight come home. */
    private Crew leaving;
    /** There is someone to send packets, or will be once a swap is over. */
    private boolean manned;
    /** Someone looks in a while whether the gate is open again. */
    private boolean lookingAtGate;
    private long attempts;
    private long paused;
    private Swaps swaps = Swaps.NONE;
    /** No more packets go out until those that are out have been recorded. */
    private boolean settling;

    Lane(int target, TargetSpec spec, Parts parts) {
        this.target = target;
        this.spec = spec;
        name = spec.name();
        this.parts = parts;
        allowance = new Allowance(this, spec.limits(), parts.shares, parts.timer);
        gate = new Gate(parts.clock, spec.windows());
        lookout = new Lookout(name, parts.timer, lock, this::mayAsk, this::targetIsBack);
        tenancy = new Tenancy(name, parts.timer, lock, this::tenureEnded, work::signalAll);
    }

    int target() {
        return target;
    }

    String name() {
        return name;
    }

    /** Whether it is ours, and what comes in if it is. */
    Tenancy tenancy() {
        return tenancy;
    }

    // The lease

    /** The lane is ours under this epoch: begins to load what waits. */
    void begin(long epoch, long until) {
        var ties = new Ties(target, name, parts.ledger, parts.recorder, parts.timer, lock, this::isYetToCome,
                work::signal, home::signalAll, () -> parts.unsure.accept(this), parts.told);
        var begun = new Tenure(ties, epoch, spec);
        tenancy.lose(); // what the one before it knew is of no use any more
        var waiting = begun.prepare();
        locked(() -> {
            tenancy.begin(begun, until);
            settling = false;
            begun.begin(waiting);
        });
        LOG.atDebug().addKeyValue("target", name).addKeyValue("epoch", epoch).log("lane taken");
    }

    /** Whether a packet will be offered, so that it is not to be read. */
    private boolean isYetToCome(long sequence) {
        return !tenancy.wasOffered(sequence) && parts.expecting.test(sequence);
    }

    private void tenureEnded() {
        if (!out.isEmpty()) {
            LOG.atWarn().addKeyValue("target", name).log("the lease is lost; packets in flight are interrupted");
            interrupt();
        }
        out.clear();
        work.signalAll();
        home.signalAll();
    }

    /** If the lease has run out, whoever is still sending under it is interrupted. */
    void checkLease() {
        boolean overdue;
        lock.lock();
        try {
            overdue = tenancy.tenure() != null && !out.isEmpty() && !tenancy.holds(parts.timer.nanos());
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
        var sending = new ArrayList<Crew>();
        locked(() -> Stream.of(Optional.ofNullable(crew), Optional.ofNullable(leaving))
                .flatMap(Optional::stream).forEach(sending::add));
        sending.forEach(Crew::interrupt);
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
            while (!isHome() && left > 0) {
                left = parts.timer.await(lock, home, left);
            }
            return left > 0;
        } finally {
            lock.unlock();
        }
    }

    private boolean isHome() {
        var tenure = tenancy.tenure();
        return tenure == null || out.isEmpty() && tenure.isRecorded();
    }

    /** Asks the target's probe at once; empty if nothing may be asked. Takes as long as a probe may. */
    Optional<Health> probe() {
        return lookout.lookNow();
    }

    /** Goes on after settling. */
    void unsettle() {
        locked(() -> {
            settling = false;
            work.signalAll();
        });
    }

    /**
     * Operators stop the lane, or let it go on: without what was withdrawn while it stood. Or they open it in spite of its windows. Not
     * under the lock.
     */
    void follow(Leases.Orders orders) {
        if (isPaused() && !orders.paused()) {
            tenancy.lookAtWithdrawn();
        }
        locked(() -> {
            boolean wasOpen = gate.isOpen();
            boolean wasPaused = gate.isPaused();
            gate.follow(orders);
            // Where windows have shut during a pause, nobody waits yet for them to open.
            if (gate.isOpen() != wasOpen || gate.isPaused() != wasPaused) {
                gateMoved();
            }
        });
    }

    private boolean isPaused() {
        lock.lock();
        try {
            return gate.isPaused();
        } finally {
            lock.unlock();
        }
    }

    private void gateMoved() {
        if (gate.isOpen() && tenancy.tenure() != null) {
            tenancy.tenure().resume();
        }
        work.signalAll();
        if (gate.isWithinWindows()) {
            lookout.goOn();
        }
    }

    /** Whether the target's probe may be asked. If not, it is when the gate is open again, whether or not there is something to send then. */
    private boolean mayAsk() {
        if (!gate.isWithinWindows()) {
            lookAtGateSoon();
            return false;
        }
        return true;
    }

    /** Looks every second at most, since clocks are set. */
    private void lookAtGateSoon() {
        if (!lookingAtGate) {
            lookingAtGate = true;
            var next = gate.untilNextLook();
            parts.timer.after(next.compareTo(GATE_CHECK) < 0 ? next : GATE_CHECK, () -> locked(this::lookAtGate));
        }
    }

    private void lookAtGate() {
        lookingAtGate = false;
        if (gate.isWithinWindows()) {
            gateMoved();
        } else {
            lookAtGateSoon();
        }
    }

    // What goes out

    /**
     * The next packets for a crew to send, each of another key; waits for one. Null once the crew is dismissed.
     *
     * @param done what was to be sent before; null if nothing was
     * @param ended what came of it is taken note of, before it is waited for anything
     */
    Work next(Crew caller, int most, Work done, List<Sender.Attempt> ended) throws InterruptedException {
        lock.lock();
        try {
            finished(done, ended);
            while (crew == caller) {
                long now = parts.timer.nanos();
                long wait = obstacle(now);
                if (wait == 0) {
                    return hand(lookout.isOpen() ? 1 : most, now);
                } else if (wait == UNTIL_TOLD) {
                    work.await();
                } else {
                    parts.timer.await(lock, work, wait);
                }
            }
            return null;
        } finally {
            lock.unlock();
        }
    }

    /** For how many nanoseconds nothing is to be sent; if 0, something must be. */
    private long obstacle(long now) {
        long own = ownObstacle(now);
        if (own > 0) {
            allowance.leave();
            return own;
        }
        long turn = allowance.enter(now);
        if (turn == 0 && !lookout.admits()) {
            allowance.back();
            return UNTIL_TOLD;
        }
        return turn;
    }

    private long ownObstacle(long now) {
        if (settling || !tenancy.holds(now) || !tenancy.tenure().hasReady()) {
            return UNTIL_TOLD;
        }
        if (!gate.isOpen()) {
            if (!gate.isWithinWindows()) {
                lookAtGateSoon();
            }
            return UNTIL_TOLD;
        }
        long pause = Math.max(lookout.pause(), allowance.pause(now));
        return pause > 0 || parts.recorder.hasRoom() ? pause : ROOM_CHECK;
    }

    /** There may be room for us in what we share with other lanes. Not under the lock of the share. */
    void turn() {
        locked(work::signal);
    }

    private Work hand(int most, long now) {
        var tenure = tenancy.tenure();
        var packets = tenure.take(most);
        packets.forEach(packet -> out.put(packet.position(), packet.id()));
        allowance.pass(packets.size(), now);
        if (tenure.hasReady()) {
            work.signal(); // whoever was woken for it may be waiting for something else
        }
        return new Work(tenure, packets, allowance);
    }

    private void finished(Work done, List<Sender.Attempt> ended) {
        attempts += ended.size();
        for (var attempt : ended) {
            done.tenure.finished(aged(attempt.entry()));
            if (done.tenure == tenancy.tenure()) {
                out.remove(attempt.entry().packet().position());
                lookout.judge(attempt);
            }
            attempt.pause().ifPresent(done.allowance::heed);
        }
        if (done != null) {
            done.allowance.back();
        }
    }

    /** A packet ages while it waits for its next try, but not outside of the windows. */
    private Entry aged(Entry entry) {
        return entry instanceof Entry.Parked parked && !spec.windows().rules().isEmpty()
                ? parked.ageing(gate.openFor(parked.delay())) : entry;
    }

    /** Whether a packet is on its way to the target at this moment. */
    boolean isOut(PacketId packet) {
        lock.lock();
        try {
            return out.containsValue(packet);
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
        allDue();
    }

    private void allDue() {
        if (tenancy.tenure() != null) {
            tenancy.tenure().allDue();
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
            leaving = crew;
            crew = null;
            allowance.leave();
            paused = parts.timer.nanos();
            work.signalAll();
        } finally {
            lock.unlock();
        }
        if (former != null) {
            former.dismiss();
        }
        locked(() -> {
            spec = newSpec;
            allowance = new Allowance(this, newSpec.limits(), parts.shares, parts.timer);
            gate.follow(newSpec.windows());
            crew = newCrew.orElse(null);
            leaving = null;
            manned = newCrew.isPresent();
            lookout.reachThrough(crew);
            if (former != null && newCrew.isPresent()) {
                allDue(); // new settings or a new plugin may have mended the target
                swaps = swaps.and(parts.timer.nanos() - paused);
            }
        });
        newCrew.ifPresent(Crew::start);
    }

    /** How often its connector was swapped, and how long it paused for that. */
    Swaps swaps() {
        lock.lock();
        try {
            return swaps;
        } finally {
            lock.unlock();
        }
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

    /** Whether the lane is outside its windows, and no operator has paused or opened it. */
    boolean isClosed() {
        lock.lock();
        try {
            return !gate.isPaused() && !gate.isWithinWindows();
        } finally {
            lock.unlock();
        }
    }

    /** When packets may go at the earliest; empty if nobody knows. */
    Optional<Instant> opens() {
        lock.lock();
        try {
            return lookout.isOpen() ? Optional.empty() : gate.opens();
        } finally {
            lock.unlock();
        }
    }

    /** To how many packets a second they are slowed down, since the target asked for less; 0 if they are not. */
    double slowedTo() {
        lock.lock();
        try {
            return allowance.slowedTo();
        } finally {
            lock.unlock();
        }
    }

    /** How many attempts have ended in this process so far. */
    long attempts() {
        lock.lock();
        try {
            return attempts;
        } finally {
            lock.unlock();
        }
    }

    /** Why the lane is not sending, or empty if it is. */
    String standstill() {
        lock.lock();
        try {
            var reason = gate.reason();
            return Stream.of(reason, lookout.standstill(), allowance.standstill())
                    .filter(why -> !why.isEmpty()).findFirst().orElse("");
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
