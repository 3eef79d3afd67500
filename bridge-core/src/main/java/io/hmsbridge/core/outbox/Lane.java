package io.hmsbridge.core.outbox;

import io.hmsbridge.core.ledger.Entry;
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
    private final Recorder recorder;
    private final Timer timer;
    private final Consumer<Entry> onRecorded;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition work = lock.newCondition();
    private final Window window = new Window();
    private final WaitingKeys waitingKeys = new WaitingKeys();
    private final Backlog backlog = new Backlog();
    /** Packets in memory: in the window, out, or on their way to the recorder's commit. */
    private int outstanding;
    private long epoch;
    private boolean fenced;
    private Crew crew;
    private String pauseReason = "";
    private long pausedUntil;

    Lane(int target, String name, Ledger ledger, Recorder recorder, Timer timer, Consumer<Entry> onRecorded) {
        this.target = target;
        this.name = name;
        this.ledger = ledger;
        this.recorder = recorder;
        this.timer = timer;
        this.onRecorded = onRecorded;
    }

    int target() {
        return target;
    }

    String name() {
        return name;
    }

    /** Takes the lane over from whoever ran it, and begins to load what waits. */
    void open(String owner) {
        long newEpoch = ledger.lease(target, owner);
        var waiting = ledger.waiting(target);
        locked(() -> {
            epoch = newEpoch;
            waiting.forEach(w -> waitingKeys.park(w.keyHash()));
            readIfLow();
        });
        waiting.stream().map(Ledger.Waiting::delay).distinct().forEach(delay -> timer.after(delay, this::retryDue));
        timer.after(SWEEP, this::sweep);
    }

    /** Packets that were just committed, in order. */
    void offer(List<Queued> packets) {
        locked(() -> {
            backlog.offered();
            for (var packet : packets) {
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
                long pause = pausedUntil == 0 ? 0 : pausedUntil - System.nanoTime();
                if (pause > 0) {
                    work.awaitNanos(pause);
                } else if (!window.hasReady()) {
                    work.await();
                } else if (!recorder.hasRoom()) {
                    work.awaitNanos(ROOM_CHECK);
                } else {
                    pausedUntil = 0;
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
                case Ended _ -> {
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
            attempt.pause().ifPresent(this::pause);
        });
    }

    private void pause(Sender.Pause pause) {
        pausedUntil = System.nanoTime() + pause.atMost().toNanos();
        pauseReason = pause.reason();
        LOG.atWarn().addKeyValue("target", name).addKeyValue("seconds", pause.atMost().toSeconds()).log(
                "lane paused: {}",
                pause.reason());
    }

    private void askForHeld(long keyHash) {
        waitingKeys.asked(keyHash);
        recorder.release(this, keyHash);
    }

    /** The recorder's turn to bring back the held packets of a key: all that was handed to it before is committed. */
    void release(long keyHash) {
        var packets = ledger.release(target, keyHash, Backlog.PAGE);
        locked(() -> {
            packets.forEach(this::bringIn);
            if (packets.isEmpty() && !waitingKeys.free(keyHash)) {
                askForHeld(keyHash);
            }
        });
    }

    /** The recorder has committed an entry of ours. */
    void recorded(Entry entry) {
        locked(() -> outstanding--);
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

    private void retryDue() {
        asking("retries", () -> {
            var due = ledger.due(target, Backlog.PAGE);
            locked(() -> due.stream().filter(packet -> waitingKeys.tryAgain(packet.keyHash())).forEach(this::bringIn));
        });
    }

    private void readIfLow() {
        if (window.size() < LOW && backlog.begin()) {
            Thread.startVirtualThread(() -> readPage(backlog.position()));
        }
    }

    private void readPage(Position after) {
        boolean answered = asking("the backlog", () -> {
            var page = ledger.page(target, after, Backlog.PAGE);
            locked(() -> {
                page.forEach(this::admit);
                backlog.read(page.size());
                readIfLow();
            });
        });
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
            asking("the sweep", () -> {
                var found = ledger.page(target, Position.HEAD, Backlog.PAGE);
                locked(() -> {
                    if (backlog.offers() == offersBefore && outstanding == 0) {
                        found.forEach(this::admit);
                    }
                });
            });
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

    /** Asks the ledger for something that can wait if it does not answer; returns whether it did. */
    private boolean asking(String what, Runnable question) {
        try {
            question.run();
            return true;
        } catch (LedgerUnavailableException e) {
            LOG.atWarn().addKeyValue("target", name).log("{} must wait for the database: {}", what, e.getMessage());
            return false;
        }
    }

    /** Puts a crew to work in place of the one before, which is sent away first; null leaves the lane waiting. */
    void assign(Crew newCrew) {
        Crew former;
        lock.lock();
        try {
            former = crew;
            crew = null;
            pausedUntil = 0;
            work.signalAll();
        } finally {
            lock.unlock();
        }
        if (former != null) {
            former.dismiss();
        }
        locked(() -> crew = newCrew);
        if (newCrew != null) {
            newCrew.start();
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
            return pausedUntil - System.nanoTime() > 0 && pausedUntil != 0 ? pauseReason : "";
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
