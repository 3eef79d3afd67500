package io.hmsbridge.core.ledger;

import java.time.OffsetDateTime;
import org.jdbi.v3.core.Handle;

/**
 * Vacuums the outbox once PostgreSQL has been started again. It has stopped at once, perhaps, and forgets then how many rows are dead: it
 * would count them from nothing, and the outbox grow by as many as it waits for.
 */
final class SweptOutbox implements Housekeeper.Chore {

    private OffsetDateTime startedAt;

    @Override
    public void run(Handle handle) {
        var started = handle.createQuery("select pg_postmaster_start_time()").mapTo(OffsetDateTime.class).one();
        if (!started.equals(startedAt)) {
            handle.execute("vacuum (skip_locked) outbox");
            startedAt = started;
        }
    }
}
