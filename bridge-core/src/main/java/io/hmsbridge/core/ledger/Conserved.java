package io.hmsbridge.core.ledger;

import java.util.List;
import java.util.stream.Stream;

/**
 * Whether all that was accepted is accounted for: for every event, the packets that its sheets made are there, and each packet,
 * one by one, has ended or waits.
 *
 * @param events how many events were looked at
 * @param matched how many packets were made when they were accepted, by their events
 * @param made how many of those there are
 * @param again how many were made of them later: requeued, edited, redirected, replayed
 * @param ended how many of all have ended
 * @param pending how many wait to be sent
 * @param dead how many are dead and wait for an operator
 * @param lost how many neither have ended nor wait
 * @param twice how many have ended and still wait
 * @param wrong the first events that do not add up
 */
public record Conserved(long events, long matched, long made, long again, long ended, long pending, long dead,
        long lost, long twice, List<Sums> wrong) {

    static final Conserved NOTHING = new Conserved(0, 0, 0, 0, 0, 0, 0, 0, 0, List.of());

    /** The sums of one event. */
    public record Sums(long event, long matched, long made, long lost, long twice) {}

    /** Nothing is missing, and nothing is there twice. */
    public boolean holds() {
        return wrong.isEmpty() && matched == made && lost == 0 && twice == 0;
    }

    Conserved plus(Conserved more, int limit) {
        var all = Stream.concat(wrong.stream(), more.wrong.stream()).limit(limit).toList();
        return new Conserved(events + more.events, matched + more.matched, made + more.made, again + more.again,
                ended + more.ended, pending + more.pending, dead + more.dead, lost + more.lost,
                twice + more.twice, all);
    }
}
