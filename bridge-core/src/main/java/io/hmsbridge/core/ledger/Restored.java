package io.hmsbridge.core.ledger;

import java.util.List;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;

/**
 * A ledger that was put back from a backup, before a bridge runs on it.
 *
 * @param incarnation what its idempotency keys begin with from now on
 * @param number after which event numbers and sequences go on
 */
public record Restored(String incarnation, long number) {

    /**
     * Makes it another one than that which went on after the backup was taken.
     *
     * @param skip how many numbers to leave out: more than were given since the backup
     * @throws LedgerUnavailableException if the database cannot be used
     */
    public static Restored begin(Database database, long skip) {
        try (var pool = database.open()) {
            return Jdbi.create(pool).inTransaction(h -> h.createQuery(Sql.RESTORED.text()).bind("skip", skip)
                    .map((row, _) -> new Restored(row.getString("incarnation"), row.getLong("number"))).one());
        } catch (JdbiException e) {
            throw new LedgerUnavailableException(Failure.of(e).words(), e);
        }
    }

    /** Of which keys packets wait, a line each, by target: those may have been sent since the backup. */
    public static List<String> waiting(Database database) {
        try (var pool = database.open()) {
            return Jdbi.create(pool).withHandle(h -> h.createQuery(Sql.PERHAPS_SENT.text()).mapTo(String.class).list());
        } catch (JdbiException e) {
            throw new LedgerUnavailableException(Failure.of(e).words(), e);
        }
    }
}
