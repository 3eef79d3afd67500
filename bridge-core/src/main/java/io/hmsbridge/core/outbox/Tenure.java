package io.hmsbridge.core.outbox;

import io.hmsbridge.core.ledger.Entry;
import io.hmsbridge.core.ledger.Entry.Died;
import io.hmsbridge.core.ledger.Entry.Ended;
import io.hmsbridge.core.ledger.Entry.Held;
import io.hmsbridge.core.ledger.Entry.Parked;
import io.hmsbridge.core.ledger.Folding.Folded;
import io.hmsbridge.core.ledger.LedgerUnavailableException;
import io.hmsbridge.core.ledger.Position;
import io.hmsbridge.core.ledger.Queued;
import io.hmsbridge.core.ledger.Span;
import io.hmsbridge.core.ledger.Store;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A lane under one lease: in what order its packets go. A bounded number is in memory; the rest stay in the outbox and are brought
 * in as room comes, by its {@link Intake}. What happens after its end changes nothing.
 *
 * <p>Of each key one packet is out at a time. A packet that must be tried again blocks its key: its followers are marked held in the
 * outbox, so that paging passes them, and are released in order when it has ended. In a lane that keeps one order for all, they wait
 * in memory instead, and paging with them.
 */
final class Tenure {

    private static final Logger LOG = LoggerFactory.getLogger(Tenure.class);

    private static final Duration LOOK_AGAIN = Duration.ofSeconds(2);

    /** Times of retries that were found at the start are rounded up to this: one look serves many. */
    private static final long ROUNDED_MILLIS = 250;

    private final Ties ties;
    private final long epoch;
    private final KeyOrder order;
    private final boolean holdsAfterDead;
    private final LaneReader reader;
    private final Intake intake;
    private final Window window = new Window();
    private final WaitingKeys waitingKeys = new WaitingKeys();
    private final FormerWaits formerWaits = new FormerWaits();
    private final Sequences sequences = new Sequences();
    /** Null in a lane that sends each packet by itself. */
    private final Coalescing coalescing;
    private int recording;
    private int parking;
    private boolean allDue;

    Tenure(Ties ties, long epoch, TargetSpec spec) {
        this.ties = ties;
        this.epoch = epoch;
        order = KeyOrder.of(spec.order());
        holdsAfterDead = spec.onDead() == TargetSpec.OnDead.HOLD;
        reader = new LaneReader(ties.target(), ties.name(), ties.ledger());
        intake = new Intake(ties, reader, new Intake.Lane() {
            @Override
            public void arrived(Queued packet) {
                Tenure.this.arrived(packet);
            }

            @Override
            public boolean isOutdated(long asked) {
                return waitingKeys.isOutdated(asked);
            }

            @Override
            public long asking() {
                return waitingKeys.now();
            }

            @Override
            public void found(List<Queued> packets, long asked) {
                packets.forEach(packet -> tryAgain(packet, asked));
            }
        });
        coalescing = spec.coalesce() && order.isByKey() ? coalescing() : null;
    }

    private Coalescing coalescing() {
        return new Coalescing(ties, epoch, window, new Coalescing.Lane() {
            @Override
            public Set<Position> busy(List<Position> places) {
                var waiting = new HashSet<>(window.places());
                return places.stream().filter(place -> intake.holds(place) && !waiting.contains(place))
                        .collect(Collectors.toSet());
            }

            @Override
            public void folded(Folded folded) {
                Tenure.this.folded(folded);
            }

            @Override
            public void hold(Queued packet) {
                Tenure.this.hold(order.key(packet), packet);
            }

            @Override
            public boolean hasEnded() {
                return intake.hasEnded();
            }
        });
    }

    long epoch() {
        return epoch;
    }

    /** Asks the database which keys wait, before anything comes in; not under the lock. */
    List<Store.Waiting> prepare() {
        // In this order: of a key whose packet is withdrawn in between, nothing may stay held that nobody waits for.
        var waiting = ties.ledger().waiting(ties.target(), holdsAfterDead);
        ties.ledger().unhold(ties.target(), holdsAfterDead, order.isByKey());
        return waiting;
    }

    /**
     * Begins to load what waits, under the lock.
     *
     * @param waiting what keys wait for: nothing of them may go until then
     */
    void begin(List<Store.Waiting> waiting) {
        waiting.forEach(this::waits);
        if (coalescing != null) {
            coalescing.begin();
        }
        intake.readIfLow();
        waiting.stream().flatMap(w -> w.delay().stream())
                .map(delay -> (delay.toMillis() / ROUNDED_MILLIS + 1) * ROUNDED_MILLIS).distinct()
                .forEach(millis -> ties.timer().after(Duration.ofMillis(millis), this::retryDue));
    }

    private void waits(Store.Waiting waiting) {
        long key = order.key(waiting.keyHash(), waiting.position());
        waitingKeys.park(key);
        formerWaits.add(key, waiting.position());
        if (waiting.delay().isPresent()) {
            waitingKeys.waits(key);
        } else {
            waitingKeys.dies(key);
        }
        if (!order.isByKey()) {
            window.occupy(key);
        }
    }

    /** From now on nothing that it is told matters. */
    void end() {
        intake.end();
    }

    // What comes in

    /** See {@link Intake#offer}. */
    boolean offer(List<Queued> packets) {
        return intake.offer(packets);
    }

    /** See {@link Intake#find}. */
    void find(List<Queued> packets) {
        intake.find(packets);
    }

    private void arrived(Queued packet) {
        long key = order.key(packet);
        if (waitingKeys.contains(key) && order.isByKey()) {
            hold(key, packet);
        } else if (window.add(key, packet)) {
            ties.ready().run();
        }
    }

    private void hold(long key, Queued packet) {
        waitingKeys.held(key);
        if (coalescing == null || !coalescing.holdsLater(packet)) {
            write(new Held(packet, epoch));
        }
    }

    /** Looks among these sequences for packets that we were not told of. Asks the database; not under the lock. */
    void look(Span sequences) {
        intake.look(sequences);
    }

    /**
     * Looks for what no one told us of: commits that landed late, retries whose timer is gone, dead packets that were acted upon.
     *
     * @param fromHead whether to look through all that is queued
     */
    void sweep(boolean fromHead) {
        intake.sweep(fromHead);
        if (coalescing != null && intake.isBehind()) {
            coalescing.lookThrough();
        }
        // Another process's operator may have withdrawn what a key waits for, and the word of it got lost.
        if (waitingKeys.hasDead() || fromHead && !waitingKeys.isEmpty()) {
            ties.timer().soon(() -> lookAtWaiting(ties.locked(waitingKeys::now)));
        }
    }

    // What goes out

    boolean hasReady() {
        return coalescing == null ? window.hasReady() : coalescing.hasReady();
    }

    /** The next packets, at most so many, each of another key. */
    List<Queued> take(int most) {
        var first = take();
        if (most == 1 || !hasReady()) {
            return List.of(first);
        }
        var packets = new ArrayList<Queued>(Math.min(most, 64));
        packets.add(first);
        while (packets.size() < most && hasReady()) {
            packets.add(take());
        }
        return packets;
    }

    private Queued take() {
        var packet = window.take();
        if (coalescing != null) {
            coalescing.taken(packet);
        }
        return packet;
    }

    /** The sequence that a packet bears at its target: of a key it never falls. Not under the lock. */
    long sequence(Queued packet) {
        return order == KeyOrder.NONE ? packet.sequence() : sequences.of(packet);
    }

    /** An attempt has ended. */
    void finished(Entry entry) {
        write(entry);
        long key = order.key(entry.packet());
        switch (entry) {
            case Ended _ -> leftOf(key, entry.packet());
            case Died _ when !holdsAfterDead -> leftOf(key, entry.packet());
            case Died _ -> block(key);
            case Parked _ -> {
                parking++;
                block(key);
            }
            case Held _ -> throw new IllegalStateException("an attempt does not end held");
        }
    }

    private void leftOf(long key, Queued packet) {
        if (formerWaits.remains(key, packet.position())) {
            block(key); // tries the next once this is recorded: until then the outbox still shows it
        } else {
            goOnWith(key);
        }
    }

    private void goOnWith(long key) {
        if (!window.done(key)) {
            ties.ready().run();
        } else if (waitingKeys.contains(key)) {
            askForHeld(key);
        }
    }

    private void block(long key) {
        waitingKeys.park(key);
        if (order.isByKey()) {
            window.block(key).forEach(packet -> hold(key, packet));
        } else {
            waitingKeys.held(key); // it stays occupied, and is freed when this packet has ended
        }
    }

    // What comes back

    private void tryAgain(Queued packet, long asked) {
        long key = order.key(packet);
        if (intake.hasEnded() || !waitingKeys.tryAgain(key, asked)) {
            return;
        }
        intake.add(packet);
        if (!order.isByKey()) {
            window.again(packet);
            ties.ready().run();
        } else if (window.add(key, packet)) {
            ties.ready().run();
        }
    }

    private void retryDue() {
        ties.locked(() -> {
            if (!intake.hasEnded()) {
                intake.readRetries(false);
            }
        });
    }

    /** The lane stood still, and goes on. */
    void resume() {
        if (coalescing != null && intake.isBehind()) {
            coalescing.resume();
        }
    }

    /** The target is back: packets need not wait for their times. */
    void allDue() {
        resume();
        intake.readRetries(true);
        allDue = parking > 0;
    }

    private void askForHeld(long key) {
        waitingKeys.asked(key);
        ties.recorder().release(this, key);
        if (!order.isByKey() && !window.done(key)) {
            ties.ready().run(); // none are held: they wait in memory
        }
    }

    /** The recorder's turn to bring back the held packets of a key: all that was handed to it before is committed. */
    void release(long key) {
        if (!order.isByKey()) { // not earlier: what is read before the commit still shows the packet that has ended
            ties.locked(() -> {
                waitingKeys.free(key);
            });
            return;
        }
        List<Queued> packets;
        long asked = ties.locked(waitingKeys::now);
        try {
            packets = ties.ledger().held(ties.target(), key, Backlog.PAGE);
        } catch (LedgerUnavailableException e) {
            throw e; // the recorder's to repeat
        } catch (RuntimeException e) {
            LOG.atError().addKeyValue("target", ties.name()).setCause(e)
                    .log("held packets could not be read; they are asked for again");
            ties.timer().after(LOOK_AGAIN, () -> ties.recorder().release(this, key));
            return;
        }
        ties.locked(() -> {
            if (intake.hasEnded()) {
                return;
            }
            if (waitingKeys.isOutdated(asked)) {
                askForHeld(key);
                return;
            }
            for (var packet : packets) {
                intake.add(packet);
                if (window.add(key, packet)) {
                    ties.ready().run();
                }
            }
            boolean more = coalescing != null && coalescing.isToHold(key);
            if (packets.isEmpty() && (more || !waitingKeys.free(key))) {
                askForHeld(key);
            }
        });
    }

    /**
     * Operators have withdrawn packets: those that are in memory and not out yet are not sent. Asks the database; not under the lock.
     */
    void lookAtWithdrawn() {
        var places = new ArrayList<Position>();
        long asked = ties.locked(() -> {
            waitingKeys.outdate();
            intake.outdated();
            places.addAll(window.places());
            return waitingKeys.now();
        });
        reader.gone(places).ifPresentOrElse(gone -> ties.locked(() -> withdraw(gone)),
                () -> ties.timer().after(LOOK_AGAIN, this::lookAtWithdrawn));
        lookAtWaiting(asked);
    }

    private void withdraw(Set<Position> gone) {
        if (gone.isEmpty() || intake.hasEnded()) {
            return;
        }
        window.removeFollowers(gone).forEach(intake::remove);
        for (var packet : window.removeReady(gone)) {
            intake.remove(packet);
            leftOf(order.key(packet), packet);
            waitFurther(packet);
        }
    }

    /** Packets have been folded: what is in memory of them, or is being read, is out of date. */
    private void folded(Folded folded) {
        waitingKeys.outdate();
        intake.outdated();
        var revisions = folded.revised().stream().collect(Collectors.toMap(Queued::position, Function.identity()));
        var covered = folded.covered().stream().map(entry -> entry.packet().position()).collect(Collectors.toSet());
        Stream.concat(window.replace(revisions).stream(), coalescing.replace(revisions).stream())
                .forEach(former -> intake.replaced(revisions.get(former.position())));
        coalescing.remove(covered).forEach(intake::remove);
        withdraw(covered);
    }

    /** What waits for a packet that has been acted upon goes on. Asks the database; not under the lock. */
    private void lookAtWaiting(long asked) {
        reader.waiting(holdsAfterDead).ifPresent(waiting -> {
            var keys = waiting.stream().map(w -> order.key(w.keyHash(), w.position())).collect(Collectors.toSet());
            ties.locked(() -> {
                var revived = waitingKeys.revived(keys, asked);
                formerWaits.free(revived);
                revived.forEach(this::askForHeld);
            });
        });
    }

    // What the recorder did

    private void write(Entry entry) {
        recording++;
        ties.recorder().write(this, entry);
    }

    /** Nothing of it waits for the recorder. */
    boolean isRecorded() {
        return recording == 0;
    }

    /** The recorder has committed entries of ours. */
    void recorded(List<Entry> entries) {
        ties.locked(() -> {
            entries.forEach(this::recorded);
        });
        entries.forEach(ties.told());
    }

    private void recorded(Entry entry) {
        leaves(entry);
        switch (entry) {
            case Parked parked -> parked(parked);
            case Died _ when holdsAfterDead -> waitingKeys.dies(order.key(entry.packet()));
            case Ended _,Died _ -> waitFurther(entry.packet());
            case Held _ -> {}
        }
    }

    /** A packet that others wait for will not come back. */
    private void gone(Queued packet) {
        long key = order.key(packet);
        if (formerWaits.remains(key, packet.position())) {
            waitFurther(packet);
        } else {
            askForHeld(key);
        }
    }

    private void waitFurther(Queued gone) {
        long key = order.key(gone);
        if (formerWaits.contains(key)) {
            waitingKeys.waits(key);
            intake.readRetries(false);
        }
    }

    private void parked(Parked entry) {
        waitingKeys.waits(order.key(entry.packet()));
        ties.timer().after(entry.delay(), this::retryDue);
        if (--parking == 0 && allDue) {
            allDue = false;
            intake.readRetries(true);
        }
    }

    private void leaves(Entry entry) {
        recording--;
        intake.remove(entry.packet());
        if (recording == 0) {
            ties.home().run();
        }
    }

    /** The recorder could not commit an entry of ours: the packet had ended otherwise, or the lane is no longer ours. */
    void lost(Entry entry) {
        ties.locked(() -> {
            leaves(entry);
            if (entry instanceof Parked) {
                parking--;
            }
            if (entry instanceof Parked || entry instanceof Died && holdsAfterDead) {
                gone(entry.packet());
            } else if (!(entry instanceof Held)) {
                waitFurther(entry.packet());
            }
        });
        if (entry instanceof Held) { // folded just then: a newer revision may be in its place, of which nobody told us
            long sequence = entry.packet().sequence();
            look(new Span(sequence, sequence));
        }
    }
}
