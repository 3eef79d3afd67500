package io.hmsbridge.core.ledger;

import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;

/** A key of a target of which packets take new numbers: nothing of it may have been accepted after these. */
record LateKey(int target, String key) {

    /** Those of which something was accepted after this number. Asked {@link ByRange by range}. */
    static Set<LateKey> among(Handle handle, long number, Stream<LateKey> keys) {
        var query = handle.createQuery(Sql.REPLAY_LATE.text()).bind("number", number);
        new Columns<>(keys.distinct().toList()).ints("targets", LateKey::target).texts("keys", LateKey::key)
                .bindTo(query);
        return query.map((row, _) -> new LateKey(row.getInt("target"), row.getString("key"))).stream()
                .collect(Collectors.toSet());
    }
}
