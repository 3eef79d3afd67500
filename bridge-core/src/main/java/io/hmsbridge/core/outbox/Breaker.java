package io.hmsbridge.core.outbox;

import dev.failsafe.CircuitBreaker;
import io.hmsbridge.api.Health;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;

/**
 * Decides whether a lane may send. It opens when the target's probe fails too, when packets of several keys fail in a row, or
 * at a target fault. While it is open nothing but the probe talks to the target. Guarded by the lane's lock.
 */
final class Breaker {

    /** So many keys failing in a row are the target's trouble, whatever its probe says. */
    private static final int KEYS = 5;

    private static final Duration FIRST_LOOK = Duration.ofMillis(500);
    private static final Duration LAST_LOOK = Duration.ofSeconds(10);

    /** A refused login is looked into rarely: too many lock an account. */
    private static final Duration FIRST_FAULT_LOOK = Duration.ofSeconds(30);
    private static final Duration LAST_FAULT_LOOK = Duration.ofMinutes(10);

    /** Opens at failures in a row, and closes at the first success; when it half-opens is ours to say. */
    private final CircuitBreaker<Object> circuit =
            CircuitBreaker.builder().withFailureThreshold(KEYS).withSuccessThreshold(1)
                    .withDelay(Duration.ofDays(365)).build();
    private final Set<Long> failingKeys = new HashSet<>();
    private String reason = "";
    private Duration pause = Duration.ZERO;
    private boolean fault;

    /** Whether a packet may be sent now; while the target is on trial, one may. */
    boolean admits() {
        return circuit.tryAcquirePermit();
    }

    boolean isOpen() {
        return !circuit.isClosed();
    }

    /** Why it is open. */
    String reason() {
        return reason;
    }

    /** The target took a packet, or refused it for its content: it is awake. Returns whether it had been thought asleep. */
    boolean succeeded() {
        boolean back = isOpen();
        if (back || !failingKeys.isEmpty()) {
            failingKeys.clear();
            pause = Duration.ZERO;
            fault = false;
            circuit.recordSuccess();
            circuit.close(); // also when it succeeded late, sent before it opened
        }
        return back;
    }

    /** A packet must be tried again. */
    void failed(long keyHash, String why) {
        if (circuit.isClosed() && !failingKeys.add(keyHash)) {
            return;
        }
        reason = why;
        circuit.recordFailure();
    }

    /** Nothing can be delivered until a person mends the target. */
    void faulted(String why) {
        reason = why;
        fault = true;
        circuit.open();
    }

    /** What the probe says of a target that failed us. Returns whether the lane may go on. */
    boolean probed(Health health) {
        switch (health.state()) {
            case ASLEEP -> {
                if (circuit.isClosed()) {
                    reason = health.detail();
                }
                circuit.open();
            }
            case AWAKE, UNKNOWN -> {
                if (circuit.isOpen()) {
                    circuit.halfOpen(); // one packet shows whether it is
                }
            }
        }
        return !circuit.isOpen();
    }

    /** How long to wait before the probe is asked again: longer each time. */
    Duration untilNextLook() {
        var first = fault ? FIRST_FAULT_LOOK : FIRST_LOOK;
        var last = fault ? LAST_FAULT_LOOK : LAST_LOOK;
        var next = pause.multipliedBy(2);
        pause = next.compareTo(first) < 0 ? first : next.compareTo(last) > 0 ? last : next;
        return pause;
    }
}
