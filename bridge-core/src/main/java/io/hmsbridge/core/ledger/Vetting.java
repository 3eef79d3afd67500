package io.hmsbridge.core.ledger;

import io.hmsbridge.api.Packet;
import java.util.Map;
import java.util.Set;

/** Decides on content that a target has not been cleared for. Does not block: rows are locked while it decides. */
@FunctionalInterface
public interface Vetting {

    Vetted vet(Asked asked);

    /**
     * What is decided on.
     *
     * @param target who is to have it
     * @param content a map, or a list of operations in the form {@link Packet.Form#JSON_PATCH}
     * @param released the classes of data that an approver has released of this packet
     * @param sources what fields were called where their values come from, by their paths; of those that are called otherwise
     */
    record Asked(String target, String key, Packet.Form form, Object content, Set<String> released,
            Map<String, String> sources) {

        /** Where nothing is known of where the values come from. */
        public Asked(String target, String key, Packet.Form form, Object content, Set<String> released) {
            this(target, key, form, content, released, Map.of());
        }
    }

    /** A decision. */
    sealed interface Vetted {

        /**
         * @param content what the target may have
         * @param json the content as the JSON bytes that are stored
         */
        record Passed(String key, Object content, byte[] json, Governed governed) implements Vetted {}

        /** @param reason without any value of the content */
        record Blocked(String key, String reason, Governed governed) implements Vetted {}
    }
}
