package io.hmsbridge.core.outbox;

import java.time.Instant;
import java.util.Optional;

/**
 * How a lane stands in this process.
 *
 * @param target its target, but for how much waits, which is 0
 * @param open whether the breaker is open: the target is thought to be asleep
 * @param inFlight how many packets are on their way
 * @param concurrency how many may be
 * @param opens when packets may go at the earliest; empty if nobody knows
 * @param attempts how many have ended in this process so far
 * @param slowedTo to how many packets a second it is slowed down, with all that share its limits, since a target asked for less; 0 if
 *     it is not
 * @param swaps how often its connector was swapped in this process so far
 */
public record LaneStatus(TargetStatus target, boolean open, int inFlight, int concurrency, Optional<Instant> opens,
        long attempts, double slowedTo, Swaps swaps) {

    /** Whether it has its lease here. */
    public boolean isHere() {
        return switch (target.state()) {
            case RUNNING, CLOSED, PAUSED -> true;
            case WAITING, ELSEWHERE -> false;
        };
    }
}
