package io.hmsbridge.core.outbox;

/**
 * How a lane stands in this process.
 *
 * @param target its target, but for how much waits, which is 0
 * @param open whether the breaker is open: the target is thought to be asleep
 * @param inFlight how many packets are on their way
 * @param concurrency how many may be
 */
public record LaneStatus(TargetStatus target, boolean open, int inFlight, int concurrency) {

    /** Whether it has its lease here. */
    public boolean isHere() {
        return switch (target.state()) {
            case RUNNING, CLOSED, PAUSED -> true;
            case WAITING, ELSEWHERE -> false;
        };
    }
}
