package io.hmsbridge.testkit.contract;

import io.hmsbridge.api.SendException;
import io.hmsbridge.api.SendResult;

/** How one attempt ended, whether by a result or by an exception. */
public enum Outcome {
    DELIVERED, RETRY, REJECT, TARGET_FAULT, UNKNOWN,
    /** No end within the suite's limit of time. */
    HUNG;

    static Outcome of(SendResult result) {
        return switch (result) {
            case SendResult.Delivered _ -> DELIVERED;
            case SendResult.Retry _ -> RETRY;
            case SendResult.Reject _ -> REJECT;
            case SendResult.TargetFault _ -> TARGET_FAULT;
        };
    }

    static Outcome of(Throwable thrown) {
        return thrown instanceof SendException sent ? switch (sent.kind()) {
            case RETRY -> RETRY;
            case REJECT -> REJECT;
            case TARGET_FAULT -> TARGET_FAULT;
            case UNKNOWN -> UNKNOWN;
        } : RETRY; // as the bridge takes any other exception
    }
}
