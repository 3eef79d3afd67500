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
     */
    record Asked(String target, String key, Packet.Form form, Object content, Set<String> released, Sources sources) {
    }

    /** What fields were called where their values come from. */
    sealed interface Sources {

        /** @param byPath of those that are called otherwise now, by their paths */
        record Known(Map<String, String> byPath) implements Sources {}

        /**
         * As a sheet has it that has made the packet.
         *
         * @param sheet the number of its version; 0 for none
         * @param target whom it was made for, who may be another one than is to have it now
         */
        record OfSheet(int sheet, String target) implements Sources {}
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
