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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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
    private static final int PAGE = 1_000;
    private static final Duration SWEEP = Duration.ofSeconds(2);

    /** A key whose packet waits for its next try. */
    private static final class Blocked {
        /** The waiting packet is in memory again. */
        private boolean retrying;
        /** How many packets were held since held ones were last asked for. */
        private int held;
    }

    private final int target;
    private final String name;
    private final Ledger ledger;
    private final Recorder recorder;
    private final Timer timer;
    private final Consumer<Entry> onRecorded;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition work = lock.newCondition();
    private final Window window = new Window();
    private final Map<Long, Blocked> blocked = new HashMap<>();
    private Position position = Position.HEAD;
    /** The outbox may hold queued packets past our position. */
    private boolean behind = true;
    private boolean loading;
    /** Packets were left to be paged in since the latest page was asked for. */
    private boolean missed;
    private long offers;
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
            waiting.forEach(w -> blocked.put(w.keyHash(), new Blocked()));
        });
        waiting.stream().map(Ledger.Waiting::delay).distinct().forEach(delay -> timer.after(delay, this::retryDue));
        load();
        timer.after(SWEEP, this::sweep);
    }

    /** Packets that were just committed, in order. */
    void offer(List<Queued> packets) {
        locked(() -> {
            offers++;
            for (var packet : packets) {
                if (behind || window.size() >= CAPACITY) {
                    behind = true;
                    missed = true;
                } else {
                    admit(packet);
                }
            }
        });
    }

    private void admit(Queued packet) {
        outstanding++;
        if (packet.position().compareTo(position) > 0) {
            position = packet.position();
        }
        var block = blocked.get(packet.keyHash());
        if (block != null) {
            hold(block, packet);
        } else if (window.add(packet)) {
            work.signal();
        }
    }

    private void hold(Blocked block, Queued packet) {
        block.held++;
        recorder.write(this, new Held(packet, epoch));
    }

    /** The next packet for a crew to send; waits for one. Null once the crew is dismissed. */
    Queued next(Crew caller) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            for (;;) {
                if (crew != caller || fenced) {
                    return null;
                }
                long pause = pausedUntil == 0 ? 0 : pausedUntil - System.nanoTime();
                if (pause <= 0 && recorder.hasRoom() && window.hasReady()) {
                    pausedUntil = 0;
                    var packet = window.take();
                    loadIfLow();
                    return packet;
                }
                if (pause > 0) {
                    work.awaitNanos(pause);
                } else if (window.hasReady()) {
                    work.awaitNanos(TimeUnit.MILLISECONDS.toNanos(5)); // the recorder is full
                } else {
                    work.await();
                }
            }
        } finally {
            lock.unlock();
        }
    }

    /** An attempt has ended. */
    void finished(Sender.Attempt attempt) {
        var entry = attempt.entry();
        var packet = entry.packet();
        locked(() -> {
            recorder.write(this, entry);
            switch (entry) {
                case Ended _ -> {
                    boolean last = window.done(packet.keyHash());
                    if (!last) {
                        work.signal();
                    } else if (blocked.get(packet.keyHash()) instanceof Blocked block) {
                        askForHeld(packet.keyHash(), block);
                    }
                }
                case Parked _ -> {
                    var block = blocked.computeIfAbsent(packet.keyHash(), _ -> new Blocked());
                    block.retrying = false;
                    window.block(packet.keyHash()).forEach(follower -> hold(block, follower));
                }
                case Held _ -> throw new IllegalStateException("an attempt does not end held");
            }
            attempt.pause().ifPresent(this::pause);
        });
    }

    private void pause(Sender.Pause pause) {
        pausedUntil = System.nanoTime() + pause.atMost().toNanos();
        pauseReason = pause.reason();
        LOG.atWarn().addKeyValue("target", name).addKeyValue("seconds", pause.atMost().toSeconds())
                .log("lane paused: {}", pause.reason());
    }

    private void askForHeld(long keyHash, Blocked block) {
        block.held = 0;
        recorder.release(this, keyHash);
    }

    /** The recorder's turn to bring back the held packets of a key: all that was handed to it before is committed. */
    void released(long keyHash) {
        var packets = ledger.release(target, keyHash, PAGE);
        locked(() -> {
            var block = blocked.get(keyHash);
            if (packets.isEmpty() && block.held == 0) {
                blocked.remove(keyHash);
            } else if (packets.isEmpty()) {
                askForHeld(keyHash, block);
            } else {
                for (var packet : packets) {
                    bringBack(packet);
                }
            }
        });
    }

    private void bringBack(Queued packet) {
        outstanding++;
        if (window.add(packet)) {
            work.signal();
        }
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
        long keyHash = entry.packet().keyHash();
        locked(() -> {
            outstanding--;
            if (entry instanceof Parked && blocked.get(keyHash) instanceof Blocked block) {
                askForHeld(keyHash, block); // the packet it waits for will not come back
            }
            if (toAnotherOwner && !fenced) {
                fenced = true;
                work.signalAll();
                LOG.atWarn().addKeyValue("target", name).addKeyValue("epoch", epoch)
                        .log("lane lost: another process has taken it over");
            }
        });
    }

    private void retryDue() {
        try {
            var due = ledger.due(target, PAGE);
            locked(() -> {
                for (var packet : due) {
                    var block = blocked.computeIfAbsent(packet.keyHash(), _ -> new Blocked());
                    if (!block.retrying) {
                        block.retrying = true;
                        bringBack(packet);
                    }
                }
            });
        } catch (LedgerUnavailableException e) {
            LOG.atDebug().addKeyValue("target", name).log("retries wait for the database: {}", e.getMessage()); // the sweep comes again
        }
    }

    private void loadIfLow() {
        if (behind && !loading && window.size() < LOW) {
            loading = true;
            Thread.startVirtualThread(this::loadPage);
        }
    }

    private void load() {
        locked(this::loadIfLow);
    }

    private void loadPage() {
        var after = Position.HEAD;
        lock.lock();
        try {
            missed = false;
            after = position;
        } finally {
            lock.unlock();
        }
        try {
            var page = ledger.page(target, after, PAGE);
            locked(() -> {
                page.forEach(this::admit);
                behind = page.size() == PAGE || missed;
                loading = false;
                loadIfLow();
            });
        } catch (LedgerUnavailableException e) {
            LOG.atWarn().addKeyValue("target", name).log("the backlog waits for the database: {}", e.getMessage());
            locked(() -> loading = false);
            timer.after(SWEEP, this::load);
        }
    }

    /**
     * Looks for what no one told us of: commits that landed late, retries whose timer is gone. Only an idle lane looks from
     * the head, where all that it finds is new.
     */
    private void sweep() {
        long[] offersBefore = {0};
        boolean[] look = {false, false};
        locked(() -> {
            offersBefore[0] = offers;
            look[0] = outstanding == 0 && !behind && !fenced;
            look[1] = !blocked.isEmpty();
            loadIfLow();
        });
        try {
            if (look[0]) {
                var found = ledger.page(target, Position.HEAD, PAGE);
                locked(() -> {
                    if (offers == offersBefore[0] && outstanding == 0) {
                        found.forEach(this::admit);
                        behind |= found.size() == PAGE;
                    }
                });
            }
            if (look[1]) {
                retryDue();
            }
        } catch (LedgerUnavailableException e) {
            LOG.atDebug().addKeyValue("target", name).log("the sweep waits for the database: {}", e.getMessage());
        }
        timer.after(SWEEP, this::sweep);
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
