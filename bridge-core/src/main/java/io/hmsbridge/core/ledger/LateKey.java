package io.hmsbridge.core.ledger;

import java.util.HashSet;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;

/** A key of a target of which packets take new numbers: nothing of it may have been accepted after these. */
record LateKey(int target, String key) {

    /** Those of which something was accepted after this number. */
    static Set<LateKey> among(Handle handle, long number, Stream<LateKey> keys) {
        var accepted = handle.createQuery(Sql.REPLAY_LATE.text()).bind("number", number)
                .map((row, _) -> new LateKey(row.getInt("target"), row.getString("key")))
                .collect(Collectors.toCollection(HashSet::new));
        return keys.filter(accepted::contains).collect(Collectors.toSet());
    }
}
