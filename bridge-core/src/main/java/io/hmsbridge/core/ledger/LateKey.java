package io.hmsbridge.core.ledger;

import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;

/** A key of a target of which packets take new numbers: nothing of it may have been accepted after these. */
record LateKey(int target, String key) {

    /** Whether something of one of these was accepted after this number. */
    static boolean any(Handle handle, long number, Stream<LateKey> keys) {
        ByRange.in(handle);
        var query = handle.createQuery(Sql.REPLAY_LATE.text()).bind("number", number);
        new Columns<>(keys.distinct().toList()).ints("targets", LateKey::target).texts("keys", LateKey::key)
                .bindTo(query);
        boolean late = query.mapTo(boolean.class).one();
        ByRange.noMore(handle);
        return late;
    }
}
