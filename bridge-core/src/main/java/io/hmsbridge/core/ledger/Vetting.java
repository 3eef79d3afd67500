package io.hmsbridge.core.ledger;

import io.hmsbridge.core.json.WrittenMap;
import java.util.Map;

/** Decides on content that a target has not been cleared for. Does not block: rows are locked while it decides. */
@FunctionalInterface
public interface Vetting {

    Vetted vet(String target, Map<String, Object> content);

    /** A decision. */
    sealed interface Vetted {

        /** @param content what the target may have */
        record Passed(WrittenMap content) implements Vetted {}

        /** @param reason without any value of the content */
        record Blocked(String reason) implements Vetted {}
    }
}
