package io.hmsbridge.core.ledger;

import io.hmsbridge.api.Packet;
import io.hmsbridge.api.PacketId;
import io.hmsbridge.core.json.WrittenMap;
import io.hmsbridge.core.ledger.Journal.Place;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.argument.Argument;

/** One commit of packets whose effective date has come. */
final class WakeCommit {

    private static final WrittenMap NOTHING = WrittenMap.of(Map.of());

    /** How one ends, without having been sent. */
    private record Ending(PacketId id, int target, Outcome outcome, String detail) {}

    private final long[] numbers;
    private final List<Revision> all = new ArrayList<>();
    /** With their places in the outbox. */
    private final List<Revision> queuings = new ArrayList<>();
    private final List<Revision> revisions = new ArrayList<>();
    private final List<Ending> endings = new ArrayList<>();
    private int used;
    private long highest;

    /** @param numbers their sequences, in order */
    WakeCommit(long[] numbers) {
        this.numbers = numbers;
    }

    /** It goes as it was accepted. */
    void again(PacketId id, Revision packet) {
        all.add(packet);
        queuings.add(new Revision(packet.event(), packet.target(), packet.part(), id.revision(), next(), packet.key(),
                packet.form(), packet.sheet(), packet.governed(), packet.content()));
    }

    /**
     * It goes with other content, since it was vetted anew.
     *
     * @param latest its latest revision
     */
    void revised(PacketId id, Revision packet, Vetting.Vetted.Passed vetted, int latest) {
        var revision = new Revision(packet.event(), packet.target(), packet.part(), latest + 1, next(),
                vetted.key(), packet.form(), packet.sheet(), vetted.governed(), vetted.json());
        superseded(id, packet, revision);
        queuings.add(revision);
    }

    /**
     * It does not go, since it was vetted anew: a revision without content keeps why.
     *
     * @param latest its latest revision
     */
    void blocked(PacketId id, Revision packet, Vetting.Vetted.Blocked vetted, int latest) {
        var revision = new Revision(packet.event(), packet.target(), packet.part(), latest + 1, next(),
                vetted.key(), Packet.Form.FIELDS.ordinal(), packet.sheet(), vetted.governed(), NOTHING.json());
        superseded(id, packet, revision);
        endings.add(new Ending(new PacketId(id.event(), id.target(), id.part(), revision.rev()), packet.target(),
                Outcome.BLOCKED, vetted.reason()));
    }

    private void superseded(PacketId id, Revision packet, Revision by) {
        all.add(packet);
        endings.add(new Ending(id, packet.target(), Outcome.SUPERSEDED,
                "vetted again when it was due: revision " + by.rev()));
        revisions.add(by);
    }

    private long next() {
        highest = numbers[used++];
        return highest;
    }

    /** How many packets it deals with. */
    int size() {
        return all.size();
    }

    /** The sequences of those that go; empty if none does. */
    Optional<Span> queued() {
        return queuings.isEmpty() ? Optional.empty() : Optional.of(new Span(queuings.getFirst().sequence(), highest));
    }

    /** Whom those are for. */
    Set<Integer> targets() {
        return queuings.stream().map(Revision::target).collect(Collectors.toSet());
    }

    /** Those of their keys of which something was accepted since they took their numbers. */
    Set<LateKey> late(Handle handle) {
        return LateKey.among(handle, numbers[0], queuings.stream().map(WakeCommit::key));
    }

    private static LateKey key(Revision packet) {
        return new LateKey(packet.target(), packet.key());
    }

    /** Those that were queued as they are, of some keys; empty if of these some are new revisions, whose numbers are fixed. */
    Optional<List<Revision>> movable(Set<LateKey> keys) {
        var fixed = revisions.stream().map(WakeCommit::key).anyMatch(keys::contains);
        return fixed ? Optional.empty()
                : Optional.of(queuings.stream().filter(packet -> keys.contains(key(packet))).toList());
    }

    /** After it was written: these go under other numbers, behind all others. */
    void move(Handle handle, Place place, List<Revision> packets, long[] behind) {
        highest = behind[behind.length - 1];
        var statement = handle.createQuery(Sql.WAKE_BEHIND.text()).bind("stream", place.stream()).bind("n", place.n())
                .bind("behind", (Argument) (p, sql, _) -> sql.setObject(p, behind)).bind("high", highest);
        new Columns<>(packets).ints("targets", Revision::target).longs("sequences", Revision::sequence)
                .ints("parts", Revision::part).bindTo(statement);
        statement.mapTo(boolean.class).one();
    }

    void write(Handle handle, Place place, Instant now) {
        var leaves = new Leaves();
        endings.forEach(e -> leaves.add(e.id, e.target, 0, 0, e.outcome, 0, e.detail));
        revisions.forEach(leaves::add);
        var statement = handle.createQuery(Sql.WAKE.text()).bind("stream", place.stream()).bind("n", place.n())
                .bind("now", now.atOffset(ZoneOffset.UTC)).bind("root", leaves.root())
                .bind("count", endings.size() + revisions.size())
                .bind("low", queued().map(Span::low).orElse(null)).bind("high", queued().map(Span::high).orElse(null));
        new Columns<>(all).longs("events", Revision::event).ints("targets", Revision::target)
                .ints("parts", Revision::part).bindTo(statement);
        new Columns<>(endings).longs("endedEvents", e -> e.id.event()).ints("endedTargets", Ending::target)
                .ints("endedParts", e -> e.id.part()).ints("endedRevs", e -> e.id.revision())
                .ints("outcomes", e -> e.outcome.code()).texts("details", Ending::detail).bindTo(statement);
        new Columns<>(revisions).longs("newEvents", Revision::event).ints("newTargets", Revision::target)
                .ints("newParts", Revision::part).ints("newRevs", Revision::rev)
                .longs("newSequences", Revision::sequence).texts("keys", Revision::key).ints("forms", Revision::form)
                .ints("sheets", Revision::sheet).ints("policies", r -> r.governed().policy())
                .texts("findings", r -> r.governed().json()).blobs("contents", Revision::content).bindTo(statement);
        new Columns<>(queuings).longs("queuedEvents", Revision::event).ints("queuedTargets", Revision::target)
                .ints("queuedParts", Revision::part).ints("queuedRevs", Revision::rev)
                .longs("queuedSequences", Revision::sequence).longs("keyHashes", packet -> KeyHash.of(packet.key()))
                .bindTo(statement);
        statement.mapTo(boolean.class).one();
    }
}
