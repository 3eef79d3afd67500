package io.hmsbridge.api;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/**
 * What became of one attempt to send a packet. Reasons and receipts are shown to people and kept in the ledger: short, with
 * no payload and no secret in them.
 */
public sealed interface SendResult {

    /**
     * The target has it.
     *
     * @param receipt what proves it, in a few words: {@code PATCH /v2/rates 204}
     * @param alreadyHad the target recognised the idempotency key and did nothing
     */
    record Delivered(String receipt, boolean alreadyHad) implements SendResult {
        public Delivered {
            Objects.requireNonNull(receipt, "receipt");
        }
    }

    /**
     * Not now: try again.
     *
     * @param after the least time to wait, if the target named one; the bridge caps it
     * @param scope whether this packet alone waits or the whole target
     */
    record Retry(String reason, Optional<Duration> after, Scope scope) implements SendResult {
        public Retry {
            Objects.requireNonNull(reason, "reason");
            Objects.requireNonNull(after, "after");
            Objects.requireNonNull(scope, "scope");
        }
    }

    /** Never: the target will not take this packet however often it is sent. It ends {@code DEAD} and the lane moves on. */
    record Reject(String reason) implements SendResult {
        public Reject {
            Objects.requireNonNull(reason, "reason");
        }
    }

    /**
     * Nothing is wrong with the packet but nothing can be delivered until a person mends the target: a login refused, a
     * certificate, a missing table. The lane parks, nothing dies, and logins stop before an account is locked.
     */
    record TargetFault(String reason) implements SendResult {
        public TargetFault {
            Objects.requireNonNull(reason, "reason");
        }
    }

    /** Whom a {@link Retry} concerns. */
    enum Scope {
        PACKET, TARGET
    }

    static SendResult delivered(String receipt) {
        return new Delivered(receipt, false);
    }

    static SendResult alreadyHad(String receipt) {
        return new Delivered(receipt, true);
    }

    static SendResult retry(String reason) {
        return new Retry(reason, Optional.empty(), Scope.PACKET);
    }

    static SendResult retry(String reason, Duration after, Scope scope) {
        return new Retry(reason, Optional.of(after), scope);
    }

    static SendResult reject(String reason) {
        return new Reject(reason);
    }

    static SendResult targetFault(String reason) {
        return new TargetFault(reason);
    }
}
