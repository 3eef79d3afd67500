package io.hmsbridge.core.ledger;

import java.util.Map;

/** What an operator does about a packet that does not end by itself. */
public sealed interface Remedy {

    /** It is sent again: a new revision at its key's tail. */
    record Requeue() implements Remedy {}

    /** It is sent with other content. */
    record Edit(Map<String, Object> content) implements Remedy {}

    /** It is given up. */
    record Discard() implements Remedy {}

    /**
     * Another target gets it.
     *
     * @param target that target's number
     */
    record Redirect(int target, String name) implements Remedy {}

    /** The word for it, as acts have it. */
    default String kind() {
        return getClass().getSimpleName().toLowerCase(java.util.Locale.ROOT);
    }

    /** Whether it may be done to packets that still wait; else only to dead ones. */
    default boolean isForWaiting() {
        return this instanceof Discard || this instanceof Redirect;
    }
}
