package io.hmsbridge.core.outbox;

import io.hmsbridge.core.ledger.Ledger;
import io.hmsbridge.core.ledger.LedgerUnavailableException;
import io.hmsbridge.core.ledger.Position;
import io.hmsbridge.core.ledger.Queued;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads one lane's packets from the outbox. What cannot be read because the database does not answer is read later. */
final class LaneReader {

    private static final Logger LOG = LoggerFactory.getLogger(LaneReader.class);

    private final int target;
    private final String name;
    private final Ledger ledger;

    LaneReader(int target, String name, Ledger ledger) {
        this.target = target;
        this.name = name;
        this.ledger = ledger;
    }

    /** The queued packets past a position, at most a page; returns whether the database answered. */
    boolean page(Position after, Consumer<List<Queued>> packets) {
        return read(() -> ledger.page(target, after, Long.MAX_VALUE, Backlog.PAGE), packets);
    }

    /** The packets whose time to be tried again has come, at most a page. */
    void due(Consumer<List<Queued>> packets) {
        read(() -> ledger.due(target, Ledger.DuePage.Cursor.START, Backlog.PAGE).packets(), packets);
    }

    private boolean read(Supplier<List<Queued>> question, Consumer<List<Queued>> packets) {
        List<Queued> answer;
        try {
            answer = question.get();
        } catch (LedgerUnavailableException e) {
            LOG.atWarn().addKeyValue("target", name).log("packets wait for the database: {}", e.getMessage());
            return false;
        } catch (RuntimeException e) { // no look may end the looking
            LOG.atError().addKeyValue("target", name).setCause(e)
                    .log("packets could not be read; they are looked for again");
            return false;
        }
        packets.accept(answer);
        return true;
    }
}
