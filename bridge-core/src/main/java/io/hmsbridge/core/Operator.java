package io.hmsbridge.core;

import io.hmsbridge.api.PacketId;
import io.hmsbridge.core.json.WrittenMap;
import io.hmsbridge.core.ledger.Act;
import io.hmsbridge.core.ledger.ActRefusedException;
import io.hmsbridge.core.ledger.By;
import io.hmsbridge.core.ledger.DeadPackets;
import io.hmsbridge.core.ledger.DeadQuery;
import io.hmsbridge.core.ledger.Found;
import io.hmsbridge.core.ledger.LedgerUnavailableException;
import io.hmsbridge.core.ledger.Remedy;
import io.hmsbridge.core.ledger.Scheduled;
import io.hmsbridge.core.ledger.Settled;
import io.hmsbridge.core.ledger.Vetting;
import io.hmsbridge.core.outbox.Outbox;
import io.hmsbridge.core.outbox.TargetStatus;
import io.hmsbridge.core.problem.ProblemCode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * What people do about packets that do not end by themselves. Each act is in the ledger, with who and why, in the commit of what
 * it does. Safe to use from many threads.
 *
 * <p>Requeued packets become a new revision with a new idempotency key, at the tail of their key: after all that waits of it.
 * Acts by a query work through all that it finds at first, a thousand packets a commit; one that ends half-way has done what it
 * has done, and the same query does the rest.
 *
 * <p>What was discarded or redirected is not sent any more after the act was answered, but for a packet that was on its way to its
 * target already: what comes of that is not recorded. Where the lane runs in another process this takes as long as it takes to tell
 * that process, a few milliseconds, and until the database reaches it again if it does not.
 *
 * <p>Every act throws {@link ActRefusedException} if it cannot be done, and {@link LedgerUnavailableException} if it is not
 * known whether it was.
 */
public final class Operator {

    private final DeadPackets packets;
    private final Scheduled scheduled;
    private final Outbox outbox;
    private final Targets targets;
    private final Vetting vetting;
    private final Consumer<Instant> rescheduled;

    /** @param rescheduled told of each new date of a packet */
    Operator(DeadPackets packets, Scheduled scheduled, Outbox outbox, Targets targets, Vetting vetting,
            Consumer<Instant> rescheduled) {
        this.packets = packets;
        this.scheduled = scheduled;
        this.outbox = outbox;
        this.targets = targets;
        this.vetting = vetting;
        this.rescheduled = rescheduled;
    }

    /**
     * An act on one packet.
     *
     * @param queued what is sent now; empty if nothing is
     */
    public record Done(Act act, Optional<PacketId> queued) {}

    /**
     * An act on all that a query found.
     *
     * @param count to how many packets it was done
     * @param blocked how many were left as they are, since governance does not let them pass
     * @param why the first of the reasons for that, or empty
     */
    public record Swept(long count, long blocked, String why) {}

    /** Dead packets by target, each in the order of its lane. */
    public Found<DeadQuery.After> dead(DeadQuery query, Optional<DeadQuery.After> after, int limit) {
        return packets.list(query, after.orElse(null), limit);
    }

    /** How many dead packets a query finds, looking through so many at most. */
    public DeadPackets.Count countSome(DeadQuery query) {
        return packets.countSome(query);
    }

    /** How many packets an act by this query would be done to at present. */
    public long count(DeadQuery query) {
        return packets.count(query);
    }

    /** Sends a dead packet again as it is. */
    public Done requeue(PacketId packet, By by) {
        return act(packet, new Remedy.Requeue(), by);
    }

    /**
     * Sends a dead packet with other content, which governance vets. The act names the fields that differ, not their values.
     *
     * @param content all of the new content
     */
    public Done edit(PacketId packet, Map<String, Object> content, By by) {
        if (content.isEmpty()) {
            throw new ActRefusedException(ProblemCode.ACT_INVALID,
                    "the new content has no fields: discard the packet if there is nothing to send");
        }
        return act(packet, new Remedy.Edit(WrittenMap.of(content)), by);
    }

    /** Gives up a packet that is dead, or waits: to be sent, or for its effective date. */
    public Done discard(PacketId packet, By by) {
        return scheduled.cancel(packet, by).map(act -> new Done(act, Optional.empty()))
                .orElseGet(() -> act(packet, new Remedy.Discard(), by));
    }

    /** Gives a packet that waits for its effective date another one; if that is past, it goes at once. */
    public Done reschedule(PacketId packet, Instant due, By by) {
        var act = scheduled.reschedule(packet, due, by);
        rescheduled.accept(due);
        return new Done(act, Optional.empty());
    }

    /** Gives a packet that is dead, or waits, to another target, for which governance vets it. */
    public Done redirect(PacketId packet, String target, By by) {
        return act(packet, to(target, packet.target()), by);
    }

    /** {@link #requeue(PacketId, By)} of all that a query finds. */
    public Swept requeue(DeadQuery query, By by) {
        return act(query, new Remedy.Requeue(), by);
    }

    /** {@link #discard(PacketId, By)} of all that a query finds. */
    public Swept discard(DeadQuery query, By by) {
        return act(query, new Remedy.Discard(), by);
    }

    /** {@link #redirect(PacketId, String, By)} of all that a query finds; it names the target that has them. */
    public Swept redirect(DeadQuery query, String target, By by) {
        if (query.target().isEmpty()) {
            throw new ActRefusedException(ProblemCode.ACT_INVALID,
                    "name the target whose packets are to be redirected");
        }
        return act(query, to(target, query.target()), by);
    }

    private Done act(PacketId packet, Remedy remedy, By by) {
        var settled = packets.act(packet, remedy, by, vetting);
        tell(settled);
        return new Done(settled.act().orElseThrow(), settled.packets().stream().findFirst());
    }

    private Swept act(DeadQuery query, Remedy remedy, By by) {
        var counts = new long[2];
        var why = new ArrayList<String>();
        packets.act(query, remedy, by, vetting, settled -> {
            counts[0] += settled.act().map(Act::count).orElse(0L);
            counts[1] += settled.blocked().size();
            settled.blocked().stream().limit(1).forEach(blocked -> why.add(blocked.reason()));
            tell(settled);
        });
        return new Swept(counts[0], counts[1], why.isEmpty() ? "" : why.getFirst());
    }

    /** The lanes of this process are told; those of others see it in the commit. */
    private void tell(Settled settled) {
        if (!settled.packets().isEmpty()) { // first: what is accepted meanwhile is to go after it
            outbox.lookAtQueued();
        }
        if (!settled.withdrawn().isEmpty()) {
            outbox.lookAtWithdrawn(settled.withdrawn());
        }
        outbox.lookAtDead();
    }

    private Remedy.Redirect to(String name, String from) {
        if (name.equals(from)) {
            throw new ActRefusedException(ProblemCode.NO_SUCH_TARGET,
                    "the packets are those of %s already: requeue them to send them again".formatted(name));
        }
        var connector = targets.declaredConnector(name).or(() -> outbox.targets().stream()
                .filter(t -> t.name().equals(name)).map(TargetStatus::connector).findFirst());
        return connector.map(c -> new Remedy.Redirect(outbox.number(name, c), name))
                .orElseThrow(() -> new ActRefusedException(ProblemCode.NO_SUCH_TARGET,
                        "there is no target %s; there are: %s".formatted(name, outbox.targets().stream()
                                .map(TargetStatus::name).collect(Collectors.joining(", ")))));
    }
}
