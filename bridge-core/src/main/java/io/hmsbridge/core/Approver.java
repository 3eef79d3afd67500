package io.hmsbridge.core;

import io.hmsbridge.api.PacketId;
import io.hmsbridge.core.ledger.Act;
import io.hmsbridge.core.ledger.ActRefusedException;
import io.hmsbridge.core.ledger.BlockedPackets;
import io.hmsbridge.core.ledger.BlockedPackets.Remaking;
import io.hmsbridge.core.ledger.BlockedQuery;
import io.hmsbridge.core.ledger.By;
import io.hmsbridge.core.ledger.Decision;
import io.hmsbridge.core.ledger.Found;
import io.hmsbridge.core.ledger.LedgerUnavailableException;
import io.hmsbridge.core.ledger.Settled;
import io.hmsbridge.core.outbox.Outbox;
import io.hmsbridge.core.problem.ProblemCode;
import java.util.ArrayList;
import java.util.Optional;
import java.util.Set;

/**
 * What people decide on packets that governance has blocked. Each decision is an act in the ledger, with who and why, in the commit
 * of what it does, and needs a reason. Safe to use from many threads.
 *
 * <p>A packet that is released is made of its event once more, by the version of the sheet that made it, vetted by the policy in
 * force but for the classes that are released, and sent as a new revision. What the policy blocks for another class stays blocked.
 *
 * <p>Every decision throws {@link ActRefusedException} if it cannot be done, and {@link LedgerUnavailableException} if it is not
 * known whether it was.
 */
public final class Approver {

    private final BlockedPackets packets;
    private final Outbox outbox;
    private final Remaking remaking;
    private final Runnable scheduled;

    /** @param scheduled told that packets may wait for their effective date now */
    Approver(BlockedPackets packets, Outbox outbox, Remaking remaking, Runnable scheduled) {
        this.packets = packets;
        this.outbox = outbox;
        this.remaking = remaking;
        this.scheduled = scheduled;
    }

    /** Packets that nobody has decided on, the oldest first. */
    public Found<BlockedQuery.After> blocked(BlockedQuery query, Optional<BlockedQuery.After> after, int limit) {
        return packets.list(query, after.orElse(null), limit);
    }

    /** How many a decision by this query would be about, counted up to {@code most}. */
    public long count(BlockedQuery query, int most) {
        return packets.count(query, most);
    }

    /**
     * Sends a blocked packet.
     *
     * @param classes the classes of data that may pass, such as {@code ssn}; empty for those that it was blocked for
     */
    public Operator.Done release(PacketId packet, Set<String> classes, By by) {
        return decide(packet, new Decision.Release(classes), by);
    }

    /** Ends a blocked packet for good. */
    public Operator.Done reject(PacketId packet, By by) {
        return decide(packet, new Decision.Reject(), by);
    }

    /** {@link #release(PacketId, Set, By)} of all that a query finds. */
    public Operator.Swept release(BlockedQuery query, Set<String> classes, By by) {
        return decide(query, new Decision.Release(classes), by);
    }

    /** {@link #reject(PacketId, By)} of all that a query finds. */
    public Operator.Swept reject(BlockedQuery query, By by) {
        return decide(query, new Decision.Reject(), by);
    }

    private Operator.Done decide(PacketId packet, Decision decision, By by) {
        requireReason(by);
        var settled = packets.decide(packet, decision, by, remaking);
        tell(settled);
        return new Operator.Done(settled.act().orElseThrow(), settled.packets().stream().findFirst());
    }

    private Operator.Swept decide(BlockedQuery query, Decision decision, By by) {
        requireReason(by);
        var counts = new long[2];
        var why = new ArrayList<String>();
        packets.decide(query, decision, by, remaking, settled -> {
            counts[0] += settled.act().map(Act::count).orElse(0L);
            counts[1] += settled.blocked().size();
            settled.blocked().stream().limit(1).forEach(blocked -> why.add(blocked.reason()));
            tell(settled);
        });
        return new Operator.Swept(counts[0], counts[1], why.isEmpty() ? "" : why.getFirst());
    }

    private static void requireReason(By by) {
        if (by.why().isBlank()) {
            throw new ActRefusedException(ProblemCode.ACT_INVALID,
                    "a decision on a blocked packet needs a reason: why");
        }
    }

    private void tell(Settled settled) {
        if (!settled.packets().isEmpty()) {
            outbox.lookAtQueued();
        }
        scheduled.run();
    }
}
