package io.hmsbridge.benchmarks.simulation;

import io.hmsbridge.api.Packet.Form;
import io.hmsbridge.api.PacketId;
import io.hmsbridge.benchmarks.simulation.MemoryLedger.Row;
import io.hmsbridge.core.json.MergePatch;
import io.hmsbridge.core.json.WrittenMap;
import io.hmsbridge.core.ledger.Entry;
import io.hmsbridge.core.ledger.FencedException;
import io.hmsbridge.core.ledger.Folding;
import io.hmsbridge.core.ledger.Outcome;
import io.hmsbridge.core.ledger.PacketState;
import io.hmsbridge.core.ledger.Queued;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** Folding in a {@link MemoryLedger}. */
final class MemoryFolding implements Folding {

    private record Locked(int stretch, Row row) {

        Queued packet() {
            return row.packet;
        }
    }

    private final MemoryLedger ledger;
    private final int node;

    MemoryFolding(MemoryLedger ledger, int node) {
        this.ledger = ledger;
        this.node = node;
    }

    @Override
    public void waiting(int target, Collection<Long> keys, Consumer<Standing> each) {
        var byKey = ledger.lane(target).outbox.values().stream().filter(row -> row.state != PacketState.DEAD)
                .map(row -> new Standing(row.packet.position(), row.packet.keyHash()))
                .filter(standing -> keys == null || keys.contains(standing.keyHash()))
                .collect(Collectors.groupingBy(Standing::keyHash, java.util.TreeMap::new, Collectors.toList()));
        byKey.values().stream().filter(standings -> standings.size() > 1).flatMap(List::stream).forEach(each);
    }

    @Override
    public Folded fold(int target, String name, long epoch, List<Foldable> places) {
        var lane = ledger.lane(target);
        var locked = places.stream().filter(place -> lane.outbox.containsKey(place.position()))
                .map(place -> new Locked(place.stretch(), lane.outbox.get(place.position())))
                .sorted(Comparator.comparingInt(Locked::stretch).thenComparing(one -> one.packet().key())
                        .thenComparing(one -> one.packet().position()))
                .toList();
        var covered = new ArrayList<Entry>();
        var revised = new ArrayList<Queued>();
        var group = new ArrayList<Locked>();
        for (var one : locked) {
            boolean waits = one.row.state == PacketState.RETRY; // its target may have it
            if (waits || !group.isEmpty() && !belongTogether(group.getLast(), one)) {
                fold(group, epoch, covered, revised);
            }
            if (!waits) {
                group.add(one);
            }
        }
        fold(group, epoch, covered, revised);
        if (covered.isEmpty()) {
            return Folded.NOTHING;
        }
        if (lane.epoch != epoch) {
            throw new FencedException(null);
        }
        covered.forEach(entry -> {
            ledger.ended(entry.packet(), node, epoch, Outcome.SUPERSEDED);
            lane.outbox.remove(entry.packet().position());
        });
        revised.forEach(revision -> {
            var former = lane.outbox.get(revision.position());
            ledger.ended(former.packet, node, epoch, Outcome.SUPERSEDED);
            ledger.made(revision);
            lane.outbox.put(revision.position(), new Row(revision, former.state));
        });
        return new Folded(List.copyOf(covered), List.copyOf(revised));
    }

    @Override
    public List<Queued> tighten(long epoch, List<Tightened> packets) {
        throw new UnsupportedOperationException("governance is not simulated");
    }

    private static boolean belongTogether(Locked one, Locked other) {
        return one.stretch == other.stretch && one.packet().key().equals(other.packet().key())
                && one.packet().form() == other.packet().form() && one.packet().form() != Form.JSON_PATCH
                && one.packet().sheet() == other.packet().sheet();
    }

    private void fold(List<Locked> group, long epoch, List<Entry> covered, List<Queued> revised) {
        if (group.size() > 1) {
            var newest = group.getLast().packet();
            var all = group.stream().map(one -> MemoryStore.fields(one.packet())).reduce(MergePatch::merged)
                    .orElseThrow();
            group.subList(0, group.size() - 1).forEach(one -> covered.add(new Entry.Ended(one.packet(), epoch,
                    one.packet().tries(), Outcome.SUPERSEDED, 0, "coalesced into " + newest.id())));
            if (!all.equals(newest.content())) {
                var id = newest.id();
                revised.add(new Queued(
                        new PacketId(id.event(), id.target(), id.part(), ledger.latest(newest).id().revision() + 1),
                        newest.target(), newest.sequence(), newest.key(), newest.keyHash(), 0, 0, newest.form(),
                        WrittenMap.of(all), newest.sheet(), newest.origin(), newest.traceparent(),
                        newest.governed()));
            }
        }
        group.clear();
    }

}
