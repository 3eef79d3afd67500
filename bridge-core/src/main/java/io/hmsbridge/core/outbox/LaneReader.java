package io.hmsbridge.core.outbox;

import io.hmsbridge.core.ledger.LedgerUnavailableException;
import io.hmsbridge.core.ledger.Position;
import io.hmsbridge.core.ledger.Queued;
import io.hmsbridge.core.ledger.Store;
import io.hmsbridge.core.ledger.Store.DuePage;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads one lane's packets from the outbox. What cannot be read because the database does not answer is read later. */
final class LaneReader {

    private static final Logger LOG = LoggerFactory.getLogger(LaneReader.class);

    private final int target;
    private final String name;
    private final Store ledger;

    LaneReader(int target, String name, Store ledger) {
        this.target = target;
        this.name = name;
        this.ledger = ledger;
    }

    /** The queued packets past a position and up to a sequence, at most a page; empty if the database does not answer. */
    Optional<List<Queued>> page(Position after, long upto) {
        return read(() -> ledger.page(target, after, upto, Backlog.PAGE));
    }

    /** The packets whose time to be tried again has come, at most a page. */
    Optional<DuePage> due(DuePage.Cursor after) {
        return read(() -> ledger.due(target, after, Backlog.PAGE));
    }

    /** The packets that wait for their next try, at most a page. */
    Optional<List<Queued>> retries(Position after) {
        return read(() -> ledger.retries(target, after, Backlog.PAGE));
    }

    /** What waits for its next try, or for an operator. */
    Optional<List<Store.Waiting>> waiting(boolean withDead) {
        return read(() -> ledger.waiting(target, withDead));
    }

    /** Those of these places in which no packet is any more. */
    Optional<Set<Position>> gone(List<Position> places) {
        return read(() -> ledger.gone(target, places));
    }

    private <T> Optional<T> read(Supplier<T> question) {
        try {
            return Optional.of(question.get());
        } catch (LedgerUnavailableException e) {
            LOG.atWarn().addKeyValue("target", name).log("packets wait for the database: {}", e.getMessage());
        } catch (RuntimeException e) { // no look may end the looking
            LOG.atError().addKeyValue("target", name).setCause(e)
                    .log("packets could not be read; they are looked for again");
        }
        return Optional.empty();
    }
}
