package io.hmsbridge.core.ledger;

import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;

/** Packets that wait for their effective date, as who wakes them has them. Safe to use from many threads. */
public interface Waking {

    /** When the first of them is due; empty if there are none. */
    Optional<Instant> next();

    /**
     * Puts packets that are due by now into the outbox, at the tails of their keys: all that are put there at once, or none.
     *
     * @param considerate whether events are accepted beside it, which are not to be held up
     * @param announced told which sequences are about to be queued, and for which targets, before anyone can see them
     * @return how many were dealt with; 0 if none is due, or another process deals with them
     * @throws LedgerUnavailableException if it may or may not have been done
     */
    int wake(Instant now, boolean considerate, BiConsumer<Span, Set<Integer>> announced);
}
