package io.hmsbridge.benchmarks.simulation;

import io.hmsbridge.benchmarks.simulation.MemoryLedger.Node;
import io.hmsbridge.core.ledger.Leases;
import java.time.Duration;
import java.util.Collection;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.Consumer;

/** Leases in a {@link MemoryLedger}, by its clock. */
final class MemoryLeases implements Leases {

    private final MemoryLedger ledger;
    private final Duration term;
    private final int node;

    /** Joins the processes of a ledger. */
    MemoryLeases(MemoryLedger ledger, Duration term) {
        this.ledger = ledger;
        this.term = term;
        node = ledger.nodes.size() + 1;
        ledger.nodes.put(node, new Node(node, ledger.now()));
    }

    @Override
    public Duration term() {
        return term;
    }

    @Override
    public int node() {
        return node;
    }

    @Override
    public Standing beat(Collection<Integer> able) {
        var ours = ledger.nodes.get(node);
        ours.beatAt = ledger.now();
        ours.able = able.stream().sorted().toList();
        var lanes = ledger.lanes.values().stream().map(lane -> new Lane(lane.target, ledger.owner(lane, term),
                lane.epoch, lane.askedBy == 0 ? OptionalInt.empty() : OptionalInt.of(lane.askedBy),
                ledger.orders(lane))).toList();
        var alive = ledger.nodes.values().stream().filter(other -> other.beatAt.isAfter(ledger.now().minus(term)))
                .map(other -> new Member(other.number, other.able)).toList();
        return new Standing(lanes, alive);
    }

    @Override
    public OptionalLong take(int target) {
        var lane = ledger.lane(target);
        var owner = ledger.owner(lane, term);
        if (owner.isPresent() && owner.getAsInt() != node) {
            return OptionalLong.empty();
        }
        lane.askedBy = 0;
        lane.epoch++;
        ledger.give(lane, node);
        return OptionalLong.of(lane.epoch);
    }

    @Override
    public void release(int target, long epoch) {
        var lane = ledger.lane(target);
        if (lane.owner == node && lane.epoch == epoch) {
            ledger.give(lane, 0);
        }
        wakeOthers(News.LANES);
    }

    @Override
    public void ask(int target) {
        var lane = ledger.lane(target);
        if (lane.owner != node && lane.askedBy != node) {
            lane.askedBy = node;
            wakeOthers(News.LANES);
        }
    }

    @Override
    public void wakeOthers(News news) {
        ledger.nodes.values().stream().filter(other -> other.number != node)
                .forEach(other -> other.woken.accept(news));
    }

    @Override
    public void onWake(Consumer<News> woken) {
        ledger.nodes.get(node).woken = woken;
    }

    /** Whoever waits for its lanes need not wait longer. */
    void leave() {
        ledger.nodes.get(node).beatAt = java.time.Instant.MIN;
        ledger.nodes.get(node).woken = _ -> {};
        ledger.lanes.values().stream().filter(lane -> lane.owner == node).forEach(lane -> ledger.give(lane, 0));
        wakeOthers(News.LANES);
    }
}
