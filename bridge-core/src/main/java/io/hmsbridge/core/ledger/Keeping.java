package io.hmsbridge.core.ledger;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/**
 * For how long the ledger keeps what may be forgotten one day. All that share a database should ask for the same.
 *
 * @param ids at least for so long an event is recognised by its source and id when it comes again
 * @param events for at least so long events are kept, with all that belongs to them; empty for ever
 */
public record Keeping(Duration ids, Optional<Duration> events) {

    /** What is promised to those who emit: an answer that was lost on a Friday can be asked for after a week's leave. */
    public static final Duration LEAST_IDS = Duration.ofDays(7);

    /** Ids for a week, events for ever. */
    public static final Keeping DEFAULT = new Keeping(LEAST_IDS, Optional.empty());

    /** @throws IllegalArgumentException if ids are to be kept for less than a week, or events for less than ids */
    public Keeping {
        Objects.requireNonNull(events, "events");
        if (ids.compareTo(LEAST_IDS) < 0) {
            throw new IllegalArgumentException("ids must be kept for 7 days at least, not " + ids.toHours() + " h");
        }
        if (events.isPresent() && events.get().compareTo(ids) < 0) {
            throw new IllegalArgumentException("events must be kept for at least as long as their ids, %d days"
                    .formatted(ids.toDays()));
        }
    }
}
