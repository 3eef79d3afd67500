package io.hmsbridge.core.ledger;

import java.util.function.Function;
import org.jdbi.v3.core.Handle;

/**
 * How the database is to read rows page by page: in the order of their index, as far as the page goes. Of a table whose statistics do not
 * tell yet how large it has become, it would take all that is left for a few rows, and sort them for each page.
 */
final class InOrder {

    private InOrder() {}

    /** A query in a transaction of its own. */
    static <T> T read(Handle handle, Function<Handle, T> query) {
        return handle.inTransaction(t -> {
            t.execute("set local enable_sort = off; set local enable_bitmapscan = off");
            return query.apply(t);
        });
    }
}
