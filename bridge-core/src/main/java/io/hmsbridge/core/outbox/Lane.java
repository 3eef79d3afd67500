package io.hmsbridge.core.outbox;

import io.hmsbridge.core.ledger.Entry;
import io.hmsbridge.core.ledger.Entry.Died;
import io.hmsbridge.core.ledger.Entry.Ended;
import io.hmsbridge.core.ledger.Entry.Held;
import io.hmsbridge.core.ledger.Entry.Parked;
import io.hmsbridge.core.ledger.Ledger;
import io.hmsbridge.core.ledger.LedgerUnavailableException;
import io.hmsbridge.core.ledger.Position;
import io.hmsbridge.core.ledger.Queued;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The running half of one target: keeps its packets in order and hands them to the crew. A bounded number of packets is in
 * memory; the rest stay in the outbox and are paged in as room comes.
 *
 * <p>Of each key one packet is out at a time. A packet that must be tried again blocks its key: its followers are marked held
 * in the outbox, so that paging passes them, and are released in order when it has ended.
 */
final class Lane {

    private static final Logger LOG = LoggerFactory.getLogger(Lane.class);

    private static final int CAPACITY = 20_000;
    private static final int LOW = CAPACITY / 2;
    private static final Duration SWEEP = Duration.ofSeconds(2);
    private static final long ROOM_CHECK = TimeUnit.MILLISECONDS.toNanos(5);

    private final int target;
    private final String name;
    private final Ledger ledger;
    private final LaneReader reader;
    private final Recorder recorder;
    private final Timer timer;
    private final Consumer<Entry> onRecorded;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition work = lock.newCondition();
    private final Window window = new Window();
    private final WaitingKeys waitingKeys = new WaitingKeys();
    private final Backlog backlog = new Backlog();
    private final Lookout lookout;
    /** Packets in memory: in the window, out, or on their way to the recorder's commit. */
    private int outstanding;
    private long epoch;
    private boolean fenced;
    private Crew crew;

    Lane(int target, String name, Ledger ledger, Recorder recorder, Timer timer, Consumer<Entry> onRecorded) {
        this.target = target;
        this.name = name;
        this.ledger = ledger;
        reader = new LaneReader(target, name, ledger);
        this.recorder = recorder;
        this.timer = timer;
        this.onRecorded = onRecorded;
        lookout = new Lookout(name, timer, lock, this::goOn);
    }

    int target() {
        return target;
    }

    String name() {
        return name;
    }

    /** Takes the lane over from whoever ran it, and begins to load what waits. */
    void open(String owner) {
        long newEpoch = ledger.leases().take(target).orElse(0);
        var waiting = ledger.waiting(target, false);
        locked(() -> {
            epoch = newEpoch;
            for (var packet : waiting) {
                waitingKeys.park(packet.keyHash());
                waitingKeys.waits(packet.keyHash());
            }
            readIfLow();
        });
        waiting.stream().map(w -> w.delay().orElseThrow()).distinct()
                .forEach(delay -> timer.after(delay, this::retryDue));
        timer.after(SWEEP, this::sweep);
    }

    /** Packets that were just committed, in order. */
    void offer(List<Queued> packets) {
        locked(() -> {
            backlog.offered();
            for (var packet : packets) {
                if (backlog.isPast(packet.position())) {
                    continue; // read from the outbox between its commit and this call
                }
                if (backlog.isBehind() || window.size() >= CAPACITY) {
                    backlog.left();
                } else {
                    admit(packet);
                }
            }
        });
    }

    private void admit(Queued packet) {
        backlog.taken(packet.position());
        if (waitingKeys.contains(packet.keyHash())) {
            outstanding++;
            hold(packet);
        } else {
            bringIn(packet);
        }
    }

    private void hold(Queued packet) {
        waitingKeys.held(packet.keyHash());
        recorder.write(this, new Held(packet, epoch));
    }

    private void bringIn(Queued packet) {
        outstanding++;
        if (window.add(packet)) {
            work.signal();
        }
    }

    /** The next packet for a crew to send; waits for one. Null once the crew is dismissed. */
    Queued next(Crew caller) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (crew == caller && !fenced) {
                long pause = lookout.pause();
                if (pause > 0) {
                    work.awaitNanos(pause);
                } else if (!window.hasReady()) {
                    work.await();
                } else if (!recorder.hasRoom()) {
                    work.awaitNanos(ROOM_CHECK);
                } else if (!lookout.admits()) {
                    work.await();
                } else {
                    var packet = window.take();
                    readIfLow();
                    return packet;
                }
            }
            return null;
        } finally {
            lock.unlock();
        }
    }

    /** An attempt has ended. */
    void finished(Sender.Attempt attempt) {
        var entry = attempt.entry();
        long keyHash = entry.packet().keyHash();
        locked(() -> {
            recorder.write(this, entry);
            switch (entry) {
                case Ended _,Died _ -> {
                    if (!window.done(keyHash)) {
                        work.signal();
                    } else if (waitingKeys.contains(keyHash)) {
                        askForHeld(keyHash);
                    }
                }
                case Parked _ -> {
                    waitingKeys.park(keyHash);
                    window.block(keyHash).forEach(this::hold);
                }
                case Held _ -> throw new IllegalStateException("an attempt does not end held");
            }
            lookout.judge(attempt);
        });
    }

    private void askForHeld(long keyHash) {
        waitingKeys.asked(keyHash);
        recorder.release(this, keyHash);
    }

    /** The recorder's turn to bring back the held packets of a key: all that was handed to it before is committed. */
    void release(long keyHash) {
        List<Queued> packets;
        try {
            packets = ledger.held(target, keyHash, Backlog.PAGE);
        } catch (LedgerUnavailableException e) {
            throw e; // the recorder's to repeat
        } catch (RuntimeException e) {
            LOG.atError().addKeyValue("target", name).setCause(e)
                    .log("held packets could not be read; they are asked for again");
            timer.after(SWEEP, () -> recorder.release(this, keyHash));
            return;
        }
        locked(() -> {
            packets.forEach(this::bringIn);
            if (packets.isEmpty() && !waitingKeys.free(keyHash)) {
                askForHeld(keyHash);
            }
        });
    }

    /** The recorder has committed an entry of ours. */
    void recorded(Entry entry) {
        locked(() -> {
            outstanding--;
            if (entry instanceof Parked parked) {
                waitingKeys.waits(parked.packet().keyHash());
            }
        });
        if (entry instanceof Parked parked) {
            timer.after(parked.delay(), this::retryDue);
        }
        onRecorded.accept(entry);
    }

    /** The recorder could not commit an entry of ours: the packet had ended otherwise, or the lane is no longer ours. */
    void lost(Entry entry, boolean toAnotherOwner) {
        locked(() -> {
            outstanding--;
            if (toAnotherOwner && !fenced) {
                fenced = true;
                work.signalAll();
                LOG.atWarn().addKeyValue("target", name).addKeyValue("epoch", epoch)
                        .log("lane lost: another process has taken it over");
            } else if (entry instanceof Parked parked) {
                askForHeld(parked.packet().keyHash()); // the packet that they wait for will not come back
            }
        });
    }

    /** Packets may go again: those that wait for their next try need not wait longer. */
    private void goOn() {
        work.signalAll();
        recorder.hasten(this);
    }

    /** The recorder's turn to make what waits due: all that was handed to it before is committed. */
    void hasten() {
        long asked = lookForRetriesAt();
        var waiting = ledger.retries(target, Position.HEAD, Backlog.PAGE);
        locked(() -> waiting.stream().filter(packet -> waitingKeys.tryAgain(packet.keyHash(), asked))
                .forEach(this::bringIn));
    }

    private void retryDue() {
        long asked = lookForRetriesAt();
        reader.due(due -> locked(() -> due.stream().filter(packet -> waitingKeys.tryAgain(packet.keyHash(), asked))
                .forEach(this::bringIn)));
    }

    private long lookForRetriesAt() {
        lock.lock();
        try {
            return waitingKeys.now();
        } finally {
            lock.unlock();
        }
    }

    private void readIfLow() {
        if (window.size() < LOW && backlog.begin()) {
            var after = backlog.position();
            Thread.startVirtualThread(() -> readPage(after));
        }
    }

    private void readPage(Position after) {
        boolean answered = reader.page(after, page -> locked(() -> {
            page.forEach(this::admit);
            backlog.read(page.size());
            readIfLow();
        }));
        if (!answered) {
            locked(backlog::failed); // the sweep reads again
        }
    }

    /**
     * Looks for what no one told us of: commits that landed late, retries whose timer is gone. Only an idle lane looks from
     * the head, where all that it finds is new.
     */
    private void sweep() {
        long offersBefore = offersIfIdle();
        if (offersBefore >= 0) {
            reader.page(Position.HEAD, found -> locked(() -> {
                if (backlog.offers() == offersBefore && outstanding == 0) {
                    found.forEach(this::admit);
                }
            }));
        }
        retryDue();
        timer.after(SWEEP, this::sweep);
    }

    private long offersIfIdle() {
        lock.lock();
        try {
            readIfLow();
            return outstanding == 0 && !backlog.isBehind() && !fenced ? backlog.offers() : -1;
        } finally {
            lock.unlock();
        }
    }

    /** Puts a crew to work in place of the one before, which is sent away first; null leaves the lane waiting. */
    void assign(Crew newCrew) {
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
            crew = newCrew;
            lookout.reachThrough(newCrew);
        });
        if (newCrew != null) {
            newCrew.start();
            if (former != null) {
                recorder.hasten(this); // new settings or a new plugin may have mended the target
            }
        }
    }

    long epoch() {
        lock.lock();
        try {
            return epoch;
        } finally {
            lock.unlock();
        }
    }

    /** Why the lane is not sending, or empty if it is. */
    String standstill() {
        lock.lock();
        try {
            if (fenced) {
                return "another process has taken it over";
            }
            return lookout.standstill();
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
