package io.hmsbridge.core.ledger;

import io.hmsbridge.api.PacketId;
import io.hmsbridge.core.ledger.Journal.Place;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;

/** What one commit of a replay does: puts packets into the outbox, as they are or as new revisions, and counts the others. */
final class ReplayCommit {

    /** A packet as it is, with its new place in the outbox. */
    private record Again(PacketId id, int target, long sequence, String key) {}

    /** A dead packet that a new revision takes the place of. */
    private record Replaced(PacketId id, int target, long sequence, int tries, String detail) {}

    /** A packet that waits for its date. */
    private record Later(Revision packet, Instant due) {}

    private final long[] numbers;
    private final List<Again> again = new ArrayList<>();
    private final List<Revision> revisions = new ArrayList<>();
    private final List<Replaced> replaced = new ArrayList<>();
    private final List<Later> later = new ArrayList<>();
    private final Set<String> targets = new HashSet<>();
    private int used;
    private long overtaken;
    private long waiting;
    private long blocked;
    private long unchanged;
    private long failed;
    private long had;

    /** @param numbers at least as many as there are packets, in order */
    ReplayCommit(long[] numbers) {
        this.numbers = numbers;
    }

    void again(PacketId id, int target, String key) {
        again.add(new Again(id, target, numbers[used++], key));
        targets.add(id.target());
    }

    /** @param packet whose sequence is given here */
    void revised(Revision packet, String target) {
        revisions.add(numbered(packet));
        targets.add(target);
    }

    private Revision numbered(Revision packet) {
        return new Revision(packet.event(), packet.target(), packet.part(), packet.rev(), numbers[used++],
                packet.key(), packet.form(), packet.sheet(), packet.governed(), packet.content());
    }

    /** A dead packet leaves the outbox for a revision that was queued. */
    void replaces(PacketId dead, int target, long sequence, int tries, int revision) {
        replaced.add(new Replaced(dead, target, sequence, tries, "mapped again as revision " + revision));
    }

    /** A packet that is not due yet, and takes another sequence when it is. */
    void scheduled(Revision packet, Instant due) {
        later.add(new Later(numbered(packet), due));
    }

    void had() {
        had++;
    }

    void overtaken() {
        overtaken++;
    }

    void waiting() {
        waiting++;
    }

    void blocked() {
        blocked++;
    }

    void unchanged() {
        unchanged++;
    }

    void failed() {
        failed++;
    }

    /** The targets that get some of it. */
    Set<String> targets() {
        return targets;
    }

    /** Where in the outbox it was put; null if nothing was. */
    Span queued() {
        return used == 0 ? null : new Span(numbers[0], numbers[used - 1]);
    }

    ReplayJob.Counts counts() {
        return new ReplayJob.Counts(used - later.size(), revisions.size(), overtaken, waiting, blocked, unchanged,
                failed, had,
                later.size());
    }

    /** Whether something of the same targets and keys was accepted after this number. */
    boolean isLate(Handle handle, long number) {
        return !LateKey.among(handle, number, Stream.concat(again.stream().map(a -> new LateKey(a.target, a.key)),
                revisions.stream().map(r -> new LateKey(r.target(), r.key())))).isEmpty();
    }

    void write(Handle handle, Place place, Leaves leaves) {
        if (!again.isEmpty()) {
            var statement = handle.createUpdate(Sql.REPLAY_AGAIN.text());
            new Columns<>(again).ints("targets", Again::target).longs("sequences", Again::sequence)
                    .ints("parts", a -> a.id.part()).longs("events", a -> a.id.event())
                    .ints("revs", a -> a.id.revision()).longs("keyHashes", a -> KeyHash.of(a.key)).bindTo(statement);
            statement.execute();
        }
        if (!revisions.isEmpty()) {
            settle(handle, place, leaves);
        }
        if (!later.isEmpty()) {
            schedule(handle, place, leaves);
        }
    }

    /** How many rows of its own it writes, each of which is a leaf. */
    int leaves() {
        return revisions.size() + later.size();
    }

    private void schedule(Handle handle, Place place, Leaves leaves) {
        later.forEach(l -> leaves.add(l.packet));
        var statement = handle.createUpdate(Sql.REPLAY_LATER.text()).bind("stream", place.stream())
                .bind("n", place.n());
        new Columns<>(later).longs("events", l -> l.packet.event()).ints("targets", l -> l.packet.target())
                .ints("parts", l -> l.packet.part()).ints("revs", l -> l.packet.rev())
                .longs("sequences", l -> l.packet.sequence())
                .texts("keys", l -> l.packet.key()).ints("forms", l -> l.packet.form())
                .ints("sheets", l -> l.packet.sheet()).ints("policies", l -> l.packet.governed().policy())
                .texts("findings", l -> l.packet.governed().json()).blobs("contents", l -> l.packet.content())
                .longs("micros", l -> ChronoUnit.MICROS.between(Instant.EPOCH, l.due)).bindTo(statement);
        statement.execute();
    }

    private void settle(Handle handle, Place place, Leaves leaves) {
        replaced.forEach(r -> leaves.add(r.id, r.target, 0, r.tries, Outcome.SUPERSEDED, 0, r.detail));
        revisions.forEach(leaves::add);
        var statement = handle.createQuery(Sql.SETTLE.text()).bind("stream", place.stream()).bind("n", place.n());
        new Columns<>(replaced).longs("events", r -> r.id.event()).ints("targets", Replaced::target)
                .longs("sequences", Replaced::sequence).ints("parts", r -> r.id.part())
                .ints("revs", r -> r.id.revision()).ints("tries", Replaced::tries)
                .ints("outcomes", _ -> Outcome.SUPERSEDED.code()).texts("details", Replaced::detail).bindTo(statement);
        new Columns<>(revisions).longs("newEvents", Revision::event).ints("newTargets", Revision::target)
                .ints("newParts", Revision::part).ints("newRevs", Revision::rev)
                .longs("newSequences", Revision::sequence).texts("keys", Revision::key).ints("forms", Revision::form)
                .ints("sheets", Revision::sheet).ints("policies", r -> r.governed().policy())
                .texts("findings", r -> r.governed().json())
                .blobs("contents", Revision::content).longs("keyHashes", r -> KeyHash.of(r.key())).bindTo(statement);
        statement.mapTo(boolean.class).one();
    }
}
