package io.hmsbridge.core.outbox;

import io.hmsbridge.core.ledger.Position;
import io.hmsbridge.core.ledger.Queued;
import io.hmsbridge.core.ledger.Span;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongPredicate;
import java.util.stream.Collectors;

/**
 * What brings a lane's packets into memory, a bounded number at a time: they are handed over as they are committed, and what had no
 * room then, or was not told of, is read from the outbox. Guarded by the lane's lock, but for what says that it asks the database.
 */
final class Intake {

    private static final int CAPACITY = 20_000;
    private static final int LOW = CAPACITY / 2;
    private static final long BYTES = 16L << 20;

    /** @param passedOver which sequences were not to be taken */
    private record Missed(Span sequences, LongPredicate passedOver) {}

    /** Whom the packets are brought to; called under the lock. */
    interface Lane extends RetryWalk.Finder {

        /** A queued packet that was not in memory. */
        void arrived(Queued packet);

        /** Whether what the outbox answered is out of date, if it was {@link #asking asked} then. */
        boolean isOutdated(long asked);
    }

    private final Ties ties;
    private final LaneReader reader;
    private final Lane lane;
    private final RetryWalk retries;
    private final Backlog backlog = new Backlog();
    /** Where the packets in memory stand, with their weights: ready, out, or on their way to the recorder's commit. */
    private final Map<Position, Integer> inMemory = new HashMap<>();
    /** Those that left memory while pages were being read, which may still show them. */
    private final Set<Position> left = new HashSet<>();
    /** Those that were found while a page was being read, and left to it: its answer may be older than they are. */
    private final Set<Position> leftToPage = new HashSet<>();
    /** From where on there may be more of those, which were not read. */
    private long unreadFrom = Long.MAX_VALUE;
    /** Where the database did not answer when it was asked for packets: what comes after them waits until it has. */
    private final List<Missed> missed = new ArrayList<>();
    private long bytes;
    private int reading;
    private boolean offered;
    private boolean ended;

    Intake(Ties ties, LaneReader reader, Lane lane) {
        this.ties = ties;
        this.reader = reader;
        this.lane = lane;
        retries = new RetryWalk(reader, ties.timer(), ties.lock(), () -> hasRoom() && !ended, lane);
    }

    /** From now on nothing comes in. */
    void end() {
        ended = true;
    }

    boolean hasEnded() {
        return ended;
    }

    /**
     * Packets that were just committed, in order.
     *
     * @return false if they are to be {@link #find found}: the first may have been committed before this tenure, sent and recorded by
     *     whoever had the lane then; and what is missed goes before them
     */
    boolean offer(List<Queued> packets) {
        boolean mayBeOld = !offered;
        offered = true;
        if (mayBeOld || !missed.isEmpty()) {
            return false;
        }
        for (var packet : packets) {
            var place = packet.position();
            // One that pages have passed is not found by them any more: it was expected.
            if (backlog.isBefore(place) || place.compareTo(backlog.position()) > 0 && !hasCapacity()) {
                backlog.left();
            } else {
                admit(packet);
            }
        }
        return true;
    }

    /** Looks for packets that were just committed, as far as they wait. Asks the database; not under the lock. */
    void find(List<Queued> packets) {
        look(new Missed(new Span(packets.getFirst().sequence(), packets.getLast().sequence()), _ -> false));
    }

    private void admit(Queued packet) {
        var place = packet.position();
        if (ended || left.contains(place) || inMemory.containsKey(place)) {
            return;
        }
        add(packet);
        backlog.taken(place);
        lane.arrived(packet);
    }

    /** A packet is in memory again. */
    void add(Queued packet) {
        int weight = packet.weight();
        inMemory.put(packet.position(), weight);
        bytes += weight;
    }

    /** A packet is in memory no longer. */
    void remove(Queued packet) {
        var weight = inMemory.remove(packet.position()); // as it was: a revision may have another
        bytes -= weight == null ? 0 : weight;
        if (reading > 0) {
            left.add(packet.position());
        }
        readIfLow();
        retries.goOn();
    }

    /** A packet in memory has got new contents. */
    void replaced(Queued revision) {
        int weight = revision.weight();
        var former = inMemory.put(revision.position(), weight);
        bytes += weight - (former == null ? 0 : former);
    }

    /** Whether the packet of this place is in memory. */
    boolean holds(Position place) {
        return inMemory.containsKey(place);
    }

    /** Whether there may be more in the outbox than in memory. */
    boolean isBehind() {
        return backlog.isBehind();
    }

    private boolean hasCapacity() {
        return inMemory.size() < CAPACITY && bytes < BYTES;
    }

    private boolean hasRoom() {
        return inMemory.size() < LOW && bytes < BYTES / 2;
    }

    /** Reads the next page if there is one, and room for it. */
    void readIfLow() {
        if (!ended && hasRoom() && backlog.begin()) {
            var after = backlog.position();
            leftToPage.clear(); // what was found before is there for this page
            unreadFrom = Long.MAX_VALUE;
            reading++;
            long asked = lane.asking();
            ties.timer().soon(() -> readPage(after, asked));
        }
    }

    private void readPage(Position after, long asked) {
        var page = reader.page(after, Long.MAX_VALUE);
        ties.locked(() -> {
            page.filter(packets -> !lane.isOutdated(asked) && !passesOver(packets)).ifPresentOrElse(packets -> {
                packets.forEach(packet -> admitRead(packet, ties.expecting()));
                if (!packets.isEmpty()) {
                    backlog.taken(packets.getLast().position());
                }
                backlog.read(packets.size());
            }, backlog::failed); // it is read again: at once, or by the sweep if there was no answer
            readingEnded();
            if (page.isPresent()) {
                readIfLow();
            }
        });
    }

    /** Whether a page shows some packets, but not one before them that was found meanwhile. */
    private boolean passesOver(List<Queued> page) {
        if (page.isEmpty()) {
            return false;
        }
        var last = page.getLast().position();
        if (unreadFrom <= last.sequence()) {
            return true;
        }
        if (leftToPage.isEmpty()) {
            return false;
        }
        var shown = page.stream().map(Queued::position).collect(Collectors.toSet());
        return leftToPage.stream().anyMatch(place -> place.compareTo(last) < 0 && !shown.contains(place));
    }

    private void admitRead(Queued packet, LongPredicate passedOver) {
        if (!passedOver.test(packet.sequence())) {
            admit(packet);
        }
    }

    private void readingEnded() {
        if (--reading == 0) {
            left.clear();
        }
    }

    /** Looks among these sequences for packets that we were not told of. Asks the database; not under the lock. */
    void look(Span sequences) {
        if (ties.locked(() -> leaveToPages(sequences)) == 1) {
            return;
        }
        look(new Missed(sequences, ties.expecting()));
    }

    private void look(Missed wanted) {
        var all = new ArrayList<Missed>();
        ties.locked(() -> {
            all.addAll(missed);
        });
        all.add(wanted);
        for (var one : all) {
            if (!read(one)) {
                ties.locked(() -> {
                    missed.add(wanted);
                });
                return;
            }
            ties.locked(() -> {
                missed.remove(one);
            });
        }
    }

    /** Returns false if the database does not answer. */
    private boolean read(Missed wanted) {
        ties.locked(() -> reading++);
        try {
            var after = new Position(wanted.sequences.low() - 1, Integer.MAX_VALUE);
            for (;;) {
                long asked = ties.locked(lane::asking);
                var page = reader.page(after, wanted.sequences.high());
                if (page.isEmpty()) {
                    return false;
                }
                var packets = page.get();
                if (ties.locked(() -> took(packets, asked, wanted.passedOver)) == 0) {
                    continue;
                }
                if (packets.size() < Backlog.PAGE) {
                    return true;
                }
                after = packets.getLast().position();
            }
        } finally {
            ties.locked(this::readingEnded);
        }
    }

    /** Returns 1 if all of these are past what was read of the outbox: there would be no room for them. */
    private long leaveToPages(Span sequences) {
        if (!backlog.isBehind() || sequences.low() <= backlog.position().sequence()) {
            return 0;
        }
        backlog.left();
        unreadFrom = Math.min(unreadFrom, sequences.low());
        return 1;
    }

    /** Returns 0 if the page is out of date. */
    private long took(List<Queued> page, long asked, LongPredicate passedOver) {
        if (lane.isOutdated(asked)) {
            return 0;
        }
        for (var packet : page) {
            if (backlog.isBefore(packet.position())) {
                backlog.left();
                leftToPage.add(packet.position());
            } else {
                admitRead(packet, passedOver);
            }
        }
        return 1;
    }

    /** Looks for what no one told us of: see {@link Tenure#sweep}. */
    void sweep(boolean fromHead) {
        boolean all = fromHead || inMemory.isEmpty();
        long upto = backlog.horizon();
        var again = List.copyOf(missed);
        readIfLow();
        retries.start(false);
        ties.timer().soon(() -> {
            again.stream().findFirst().ifPresent(this::look);
            if (all) {
                read(new Missed(new Span(0, upto), ties.expecting())); // if there is no answer, the next sweep does it
            }
        });
    }

    /** Packets are due to be tried again; on request also those that are not yet. */
    void readRetries(boolean notOnlyDue) {
        retries.start(notOnlyDue);
    }

    /** Packets have been withdrawn: what is being read may still show them. */
    void outdated() {
        retries.outdated();
    }
}
