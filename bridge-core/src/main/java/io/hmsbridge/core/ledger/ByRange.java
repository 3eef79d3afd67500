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
        handle.execute("set local enable_hashjoin = on");
        handle.execute("set local enable_nestloop = off"); // which is chosen where a table has no statistics yet
        handle.execute("set local plan_cache_mode = force_custom_plan");
    }

    /** The rest of the transaction goes row by row again. */
    static void noMore(Handle handle) {
        handle.execute("set local enable_nestloop = on");
        handle.execute("set local enable_hashjoin = off");
    }
}
