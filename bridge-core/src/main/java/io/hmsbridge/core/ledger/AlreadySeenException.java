package io.hmsbridge.core.ledger;

import java.util.Map;

/** Some events of an append were accepted before; nothing was appended. */
public class AlreadySeenException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /**
     * The event accepted before under the same source and id.
     *
     * @param event its number
     * @param sameBody whether it said the same
     */
    public record Seen(long event, boolean sameBody) {}

    private final transient Map<Integer, Seen> seen;

    /** @param seen by the index of the event in the append; empty if the append repeated an event of its own */
    public AlreadySeenException(Map<Integer, Seen> seen) {
        super(seen.size() + " events were accepted before");
        this.seen = Map.copyOf(seen);
    }

    public Map<Integer, Seen> seen() {
        return seen;
    }
}
