package io.hmsbridge.core.governance;

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

        /** @param payload what may be sent: as it was, or with parts masked, hashed or dropped */
        record Pass(Map<String, Object> payload) implements Verdict {}

        /** @param reason class, rule and field, never a value */
        record Block(String reason) implements Verdict {}
    }
}
