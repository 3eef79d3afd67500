package io.hmsbridge.core.governance;

import java.util.List;
import java.util.Map;
import java.util.Set;

/** Vets what leaves the bridge. Safe to use from many threads; must not block. */
@FunctionalInterface
public interface Governance {

    /** The action of sending a packet to a target. */
    String EXTERNAL_SYNC = "external_sync";

    /** The action of showing something to a person, whose role stands where a target would. */
    String VIEW = "view";

    /** Lets everything pass. */
    Governance ALLOW_ALL = (_, _, payload) -> new Verdict.Pass(payload);

    /**
     * Decides on one payload.
     *
     * @param action what is about to happen to it, such as {@link #EXTERNAL_SYNC}
     * @param target who is to have it: a target's name, or a role
     */
    Verdict vet(String action, String target, Map<String, Object> payload);

    /**
     * Decides on one payload of which an approver has released classes of data: these may pass, whatever the policy says. Unless an
     * implementation knows classes, nothing is decided otherwise for it.
     *
     * @param released the labels of the classes, such as {@code ssn}
     */
    default Verdict vet(String action, String target, Map<String, Object> payload, Set<String> released) {
        return vet(action, target, payload);
    }

    /**
     * The same, with what is known of where values come from. Unless an implementation makes use of it, nothing is decided otherwise for it.
     *
     * @param sources what fields were called there, by their paths in the payload without places in lists
     */
    default Verdict vet(String action, String target, Map<String, Object> payload, Set<String> released,
            Map<String, String> sources) {
        return vet(action, target, payload, released);
    }

    /**
     * Decides on a text that goes along with payloads: a packet's key, an event's subject, what a target answered. Unless an
     * implementation decides otherwise, it passes.
     *
     * @param what a word for what it is, under which it stands in the verdict's payload
     * @param released as for {@link #vet(String, String, Map, Set)}
     */
    default Verdict vetText(String action, String target, String what, String text, Set<String> released) {
        return new Verdict.Pass(Map.of(what, text));
    }

    /** Is told what plugins add, before the first packet. Unless an implementation decides otherwise, nothing. */
    default void extendBy(Extensions extensions) {}

    /** The version of the policy in force. */
    default PolicyVersion policy() {
        return PolicyVersion.NONE;
    }

    /** A decision. */
    sealed interface Verdict {

        /** What was found, and what was done about it, without values. */
        List<Finding> findings();

        /** The version of the policy that decided. */
        PolicyVersion policy();

        /**
         * It may leave.
         *
         * @param payload what may be sent: as it was, or with parts masked, hashed or dropped
         */
        record Pass(Map<String, Object> payload, List<Finding> findings, PolicyVersion policy) implements Verdict {

            /** As it is, or with changes that nothing more is said of. */
            public Pass(Map<String, Object> payload) {
                this(payload, List.of(), PolicyVersion.NONE);
            }
        }

        /** @param reason class, rule and field, never a value */
        record Block(String reason, List<Finding> findings, PolicyVersion policy) implements Verdict {

            /** For a reason that nothing more is said of. */
            public Block(String reason) {
                this(reason, List.of(), PolicyVersion.NONE);
            }
        }
    }
}
