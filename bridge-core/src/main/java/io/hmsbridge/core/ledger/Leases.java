package io.hmsbridge.core.ledger;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.Consumer;

/**
 * Which process runs which lane. A lease lasts as long as its process goes on beating, counted by the clock of the store; it is
 * known by its epoch, under which alone deliveries of its lane can be recorded. Safe to use from many threads.
 *
 * @implSpec every method throws {@link LedgerUnavailableException} when the store cannot answer
 */
public interface Leases {

    /** How long a lease outlives the last beat of its process. */
    Duration term();

    /** This process's number. */
    int node();

    /**
     * Prolongs all leases of this process.
     *
     * @param able the targets whose lanes this process could run
     * @return how all lanes stand, and the processes that are alive, this one among them
     */
    Standing beat(Collection<Integer> able);

    /** Takes a lane that no process alive has; returns the new epoch, or empty if one has it. */
    OptionalLong take(int target);

    /** Gives a lane up; packets in flight must be home. Does nothing if it is no longer ours. */
    void release(int target, long epoch);

    /** Asks whoever has a lane to give it up. */
    void ask(int target);

    /** What other processes are told to look at. */
    enum News {
        /** Packets were queued. */
        PACKETS,
        /** Lanes are free, wanted or paused. */
        LANES,
        /** Packets that lanes had to send have left the outbox. */
        WITHDRAWN
    }

    /** Tells the other processes to look. Best effort: they look by themselves every few seconds. */
    void wakeOthers(News news);

    /** @param woken told what to look at, on a thread of its own, when another process has said so */
    void onWake(Consumer<News> woken);

    /** How lanes and processes stand at one moment. */
    record Standing(List<Lane> lanes, List<Member> nodes) {}

    /**
     * A lane.
     *
     * @param owner the process that has it and is alive
     * @param askedBy the process that wants it
     * @param orders how operators want it
     */
    record Lane(int target, OptionalInt owner, long epoch, OptionalInt askedBy, Orders orders) {}

    /**
     * How operators want a lane.
     *
     * @param paused whether it sends nothing
     * @param pausedUntil when it goes on by itself; empty for not
     * @param openUntil until when it sends in spite of its target's windows; empty if it does not
     * @param why the latest reason, or empty
     */
    record Orders(boolean paused, Optional<Instant> pausedUntil, Optional<Instant> openUntil, String why) {

        /** None. */
        public static final Orders NONE = new Orders(false, Optional.empty(), Optional.empty(), "");
    }

    /**
     * A process that is alive.
     *
     * @param able the targets whose lanes it could run
     */
    record Member(int number, List<Integer> able) {}
}
