package io.hmsbridge.core.ledger;

import java.util.Set;
import java.util.TreeSet;

/** What an approver decides on a packet that governance has blocked. */
public sealed interface Decision {

    /**
     * It is made of its event once more, by the sheet that made it, and vetted by the policy in force but for what is released.
     *
     * @param classes the classes of data that may pass; empty for those on account of which it was blocked
     */
    record Release(Set<String> classes) implements Decision {

        /** Takes a copy. */
        public Release {
            classes = Set.copyOf(classes);
        }
    }

    /** It ends as DISCARDED. */
    record Reject() implements Decision {}

    /** The word for it, as acts have it. */
    default String kind() {
        return this instanceof Release ? "release" : "reject";
    }

    /** What is allowed, for the detail of an act. */
    default String allowing() {
        return switch (this) {
            case Reject _ -> "";
            case Release release -> release.classes.isEmpty() ? "; allowed what it was blocked for"
                    : "; allowed " + String.join(", ", new TreeSet<>(release.classes));
        };
    }
}
