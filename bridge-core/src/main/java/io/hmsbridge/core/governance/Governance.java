package io.hmsbridge.core.governance;

import java.util.List;
import java.util.Map;

/** Vets what leaves the bridge. Safe to use from many threads; must not block. */
@FunctionalInterface
public interface Governance {

    /** The action of sending a packet to a target. */
    String EXTERNAL_SYNC = "external_sync";

    /** Lets everything pass. */
    Governance ALLOW_ALL = (_, _, payload) -> new Verdict.Pass(payload);

    /**
     * Decides on one payload.
     *
     * @param action what is about to happen to it, such as {@link #EXTERNAL_SYNC}
     * @param target who is to have it
     */
    Verdict vet(String action, String target, Map<String, Object> payload);

    /** A decision. */
    sealed interface Verdict {

        /**
         * It may leave.
         *
         * @param payload  what may be sent: as it was, or with parts masked, hashed or dropped
         * @param findings what was done to it, without values
         */
        record Pass(Map<String, Object> payload, List<Finding> findings) implements Verdict {

            /** As it is, or with changes that nothing more is said of. */
            public Pass(Map<String, Object> payload) {
                this(payload, List.of());
            }
        }

        /** @param reason class, rule and field, never a value */
        record Block(String reason) implements Verdict {}
    }
}
