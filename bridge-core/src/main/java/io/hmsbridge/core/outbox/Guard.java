package io.hmsbridge.core.outbox;

import io.hmsbridge.api.Packet.Origin;
import io.hmsbridge.core.ledger.Queued;
import io.hmsbridge.core.ledger.Vetting;
import java.util.Optional;

/** Keeps from targets and from the ledger what governance does not let them have beside a packet's content. Does not block. */
public interface Guard {

    /** Nothing is kept from anyone. */
    Guard NONE = new Guard() {
        @Override
        public Origin origin(String target, Origin origin) {
            return origin;
        }

        @Override
        public String told(String target, String text) {
            return text;
        }
    };

    /**
     * What is to become of a packet that was vetted under another policy than the one in force: less than it is, or nothing. Empty if it
     * may go as it is. Quick where the policy is the same.
     */
    default Optional<Vetting.Vetted> again(Queued packet) {
        return Optional.empty();
    }

    /** What a target may know of where a packet comes from. */
    Origin origin(String target, Origin origin);

    /** What a target's connector said, which may quote what it was sent, fit for the ledger and the log. */
    String told(String target, String text);
}
