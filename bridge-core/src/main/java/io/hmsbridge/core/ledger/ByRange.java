package io.hmsbridge.core.ledger;

import org.jdbi.v3.core.Handle;

/**
 * How the database is to read a range of the ledger: each table's part of it once, to be joined as a whole, unlike what lanes read
 * row by row; planned anew each time, as no two ranges are alike.
 */
final class ByRange {

    private ByRange() {}

    /** For the rest of a transaction, or until {@link #noMore}. */
    static void in(Handle handle) {
        // A nested loop is chosen where a table has no statistics yet; to start more processes takes as long as a range does.
        handle.execute("set local enable_hashjoin = on; set local enable_nestloop = off;"
                + " set local max_parallel_workers_per_gather = 0; set local plan_cache_mode = force_custom_plan");
    }

    /** The rest of the transaction goes row by row again. */
    static void noMore(Handle handle) {
        handle.execute("set local enable_nestloop = on; set local enable_hashjoin = off");
    }
}
