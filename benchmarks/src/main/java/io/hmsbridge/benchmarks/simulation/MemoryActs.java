package io.hmsbridge.benchmarks.simulation;

import io.hmsbridge.api.PacketId;
import io.hmsbridge.benchmarks.simulation.MemoryLedger.Commit;
import io.hmsbridge.benchmarks.simulation.MemoryLedger.Dated;
import io.hmsbridge.benchmarks.simulation.MemoryLedger.Lane;
import io.hmsbridge.benchmarks.simulation.MemoryLedger.Row;
import io.hmsbridge.core.ledger.Outcome;
import io.hmsbridge.core.ledger.PacketState;
import io.hmsbridge.core.ledger.Queued;
import io.hmsbridge.core.ledger.Span;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;

/** What operators do about packets in a {@link MemoryLedger}. */
final class MemoryActs {

    private MemoryActs() {}

    /** Sends a packet again, as a new revision at its key's tail. Returns whether it was dead; if not, nothing is done. */
    static boolean requeue(MemoryLedger ledger, PacketId id) {
        var row = find(ledger, id).filter(found -> found.state == PacketState.DEAD);
        row.ifPresent(dead -> {
            ledger.lanes.get(id.target()).outbox.remove(dead.packet.position());
            ledger.ended(dead.packet, 0, 0, Outcome.DEAD);
            long sequence = ledger.draw(1)[0];
            var again = again(dead.packet, ledger.latest(dead.packet).id().revision() + 1, sequence);
            ledger.made(again);
            ledger.tell(new Fact.Requeued(again.id(), again.key(), sequence, MemoryStore.fields(again)));
            ledger.queue(again, PacketState.QUEUED);
            ledger.commits.add(new Commit(0, new Span(sequence, sequence)));
        });
        return row.isPresent();
    }

    /** Gives a packet up. Returns whether its lane had to send it; empty if it has no outbox row. */
    static Optional<Boolean> discard(MemoryLedger ledger, PacketId id) {
        return find(ledger, id).map(row -> {
            ledger.lanes.get(id.target()).outbox.remove(row.packet.position());
            ledger.ended(row.packet, 0, 0, Outcome.DISCARDED);
            return row.state != PacketState.DEAD;
        });
    }

    /**
     * @param packet what it is there
     * @param hadToBeSent whether the lane that had it had to send it
     */
    record Redirected(PacketId packet, boolean hadToBeSent) {}

    /**
     * Gives a packet to the target that comes after its own, as a new revision at its key's tail.
     *
     * @return empty if it has no outbox row, or there is no other target
     */
    static Optional<Redirected> redirect(MemoryLedger ledger, PacketId id) {
        var names = List.copyOf(ledger.lanes.keySet());
        var to = names.get((names.indexOf(id.target()) + 1) % names.size());
        return find(ledger, id).filter(_ -> names.size() > 1).map(row -> {
            var old = row.packet;
            ledger.lanes.get(id.target()).outbox.remove(old.position());
            ledger.ended(old, 0, 0, Outcome.SUPERSEDED);
            int target = ledger.lanes.get(to).target;
            long sequence = ledger.draw(1)[0];
            var there = new PacketId(id.event(), to, id.part(), ledger.revisions(id.event(), target, id.part()));
            var packet = as(old, there, target, sequence);
            ledger.made(packet);
            ledger.tell(new Fact.Redirected(id, old.origin().id(), there, old.key(), sequence,
                    MemoryStore.fields(packet)));
            ledger.queue(packet, PacketState.QUEUED);
            ledger.commits.add(new Commit(0, new Span(sequence, sequence)));
            return new Redirected(there, row.state != PacketState.DEAD);
        });
    }

    /**
     * Sends to a target again what it has got: of each key what nothing newer was accepted after. All processes have to look for it.
     *
     * @param forced whether as new revisions, under idempotency keys of their own
     * @return what was queued
     */
    static List<Queued> replay(MemoryLedger ledger, String target, boolean forced) {
        var lane = ledger.lanes.get(target);
        var queued = new ArrayList<Queued>();
        for (var delivery : latestOfEachKey(ledger, lane)) {
            queued.add(again(delivery, delivery.id().revision() + (forced ? 1 : 0), ledger.draw(1)[0]));
        }
        if (!queued.isEmpty()) {
            // What is accepted from now on goes after it, also what has drawn its number before.
            ledger.raiseFloor(queued.getLast().sequence());
            queued.forEach(packet -> {
                if (forced) {
                    ledger.made(packet);
                }
                ledger.tell(forced
                        ? new Fact.Requeued(packet.id(), packet.key(), packet.sequence(), MemoryStore.fields(packet))
                        : new Fact.Replayed(packet.id(), packet.key(), packet.sequence(), MemoryStore.fields(packet)));
                ledger.queue(packet, PacketState.QUEUED);
            });
            ledger.commits.add(new Commit(0, new Span(queued.getFirst().sequence(), queued.getLast().sequence())));
        }
        return queued;
    }

    private static List<Queued> latestOfEachKey(MemoryLedger ledger, Lane lane) {
        var keys = new HashSet<String>();
        var latest = new ArrayList<Queued>();
        lane.outbox.values().forEach(row -> keys.add(row.packet.key()));
        for (var revisions : new ArrayList<>(ledger.packets.values()).reversed()) {
            var packet = revisions.getLast();
            if (packet.target() == lane.target && keys.add(packet.key())
                    && ledger.deliveries.stream().anyMatch(delivery -> delivery.packet().id().equals(packet.id())
                            && (delivery.outcome() == Outcome.SENT || delivery.outcome() == Outcome.UNCHANGED))) {
                latest.add(packet);
            }
        }
        return latest.reversed();
    }

    /**
     * Gives what waits for its effective date another one, or gives it up.
     *
     * @param due empty to give it up
     */
    static void reschedule(MemoryLedger ledger, Dated dated, Optional<Instant> due) {
        var place = MemoryWaking.place(dated.packet());
        if (ledger.scheduled.containsKey(place)) { // else it was woken
            due.ifPresentOrElse(time -> ledger.scheduled.put(place, new Dated(dated.packet(), time)), () -> {
                ledger.scheduled.remove(place);
                ledger.ended(dated.packet(), 0, 0, Outcome.DISCARDED);
            });
        }
    }

    private static Optional<Row> find(MemoryLedger ledger, PacketId id) {
        return ledger.rows().filter(row -> row.packet.id().equals(id)).findFirst();
    }

    static Queued again(Queued packet, int revision, long sequence) {
        var id = packet.id();
        return as(packet, new PacketId(id.event(), id.target(), id.part(), revision), packet.target(), sequence);
    }

    private static Queued as(Queued packet, PacketId id, int target, long sequence) {
        return new Queued(id, target, sequence, packet.key(), packet.keyHash(), 0, 0, packet.form(), packet.content(),
                packet.sheet(), packet.origin(), packet.traceparent(), packet.governed());
    }
}
