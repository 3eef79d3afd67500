package io.hmsbridge.core.ledger;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The ledger as the committer and the lanes have it: all that the engine needs to take events in and to deliver them. Every method is one
 * transaction. {@link #append} is called by one thread, {@link #record} by one thread, all else by any.
 *
 * @implSpec every method throws {@link LedgerUnavailableException} when the store cannot answer
 */
public interface Store extends AutoCloseable {

    /** Distinguishes this installation's idempotency keys from those of any other. */
    String incarnation();

    /** The number of a target, given on first sight. */
    int target(String name, String connector);

    /** The targets for which packets wait. */
    List<KnownTarget> awaited();

    /**
     * Numbers for the events of one append. To be drawn after their emits began, so that whatever was answered before has lower
     * ones.
     */
    long[] draw(int count);

    /**
     * Appends events with their packets and outbox rows, durably, all or none.
     *
     * @param numbers the events' numbers, in order
     * @throws AlreadySeenException if some of them were accepted before, naming which
     * @throws UnacceptableException if the store cannot hold one of them
     * @throws NumbersPassedException if a replay has put something after these numbers in the meantime
     */
    Appended append(long[] numbers, List<NewEvent> events);

    /**
     * Records what lanes did, durably, all or none.
     *
     * @throws FencedException if a lane has passed to another owner
     * @throws RowGoneException if a packet has no outbox row any more
     */
    void record(List<Entry> entries);

    /** What other writers have queued since this was last asked. */
    List<Span> news();

    /** Queued packets past a position and up to a sequence, in order. */
    List<Queued> page(int target, Position after, long upto, int limit);

    /** Packets whose time to be tried again has come, the longest due first, past those read before. */
    DuePage due(int target, DuePage.Cursor after, int limit);

    /** Packets that wait for their next try, due or not, past a position, in order. */
    List<Queued> retries(int target, Position after, int limit);

    /** The first held packets of a key, in order. They stay held until they end. */
    List<Queued> held(int target, long keyHash, int limit);

    /**
     * Queues again what an earlier owner of the lane held, unless it still waits for an earlier packet of its key.
     *
     * @param withDead whether dead packets hold up their key
     * @param byKey whether a packet waits for those of its key alone
     */
    void unhold(int target, boolean withDead, boolean byKey);

    /** The packets that wait for their next try, and on request the dead ones that wait for an operator. */
    List<Waiting> waiting(int target, boolean withDead);

    /** Those of these places of a lane in which no packet is any more. */
    Set<Position> gone(int target, List<Position> places);

    /**
     * Stops a lane, lets it go on, or opens it: an act.
     *
     * @return empty if it was so already
     */
    Optional<Act> steer(int target, Steering steering, NewAct act);

    /** Who runs which lane. */
    Leases leases();

    /** What a target's connector asked to remember under a name. */
    Optional<byte[]> recall(int target, String name);

    void remember(int target, String name, byte[] value);

    void forget(int target, String name);

    /** How many packets wait in the outbox, by state. */
    List<Backlog> backlog();

    /** How many packets wait for their effective date, by target. */
    Map<String, Long> scheduledCounts();

    /** Packets that are folded into one while they wait. */
    Folding folding();

    @Override
    void close();

    record KnownTarget(String name, String connector) {}

    /** @param delay until its next try; empty if it is dead */
    record Waiting(long keyHash, Position position, Optional<Duration> delay) {}

    /** @param next where to read on */
    record DuePage(List<Queued> packets, Cursor next) {

        /** Past which packet to read. */
        public record Cursor(Instant due, Position position) {

            public static final Cursor START = new Cursor(Instant.EPOCH, Position.HEAD);
        }
    }

    record Backlog(String target, PacketState state, long packets) {}

    /**
     * The outcome of an append.
     *
     * @param news whether other writers had queued packets by then that {@link #news} has not told of
     */
    record Appended(Instant acceptedAt, boolean news) {}
}
