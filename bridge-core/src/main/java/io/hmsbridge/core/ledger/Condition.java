package io.hmsbridge.core.ledger;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Handle;

/**
 * How the database is that the ledger is in.
 *
 * @param version PostgreSQL's
 * @param settings those that decide whether what was committed outlives a crash, and whether dead rows are removed; by name, {@code
 *     on} or {@code off} or as PostgreSQL has it
 * @param lacking the tables that our user may not read and write
 * @param connections how many there are, of all programs
 * @param mostConnections how many there may be
 * @param ahead by how much its clock is ahead of ours; negative if it is behind
 */
public record Condition(String version, Map<String, String> settings, List<String> lacking, int connections,
        int mostConnections, Duration ahead) {

    /** Of the settings: what may be lost if they are otherwise. */
    public static final List<String> SAFE = List.of("fsync", "full_page_writes", "synchronous_commit", "autovacuum");

    static Condition ask(Handle handle, InstantSource clock) {
        var before = clock.instant();
        return handle.createQuery(Sql.CONDITION.text()).map((row, _) -> {
            var middle = before.plus(Duration.between(before, clock.instant()).dividedBy(2));
            return new Condition(row.getString("version"),
                    Map.of("fsync", row.getString("fsync"), "full_page_writes", row.getString("full_page_writes"),
                            "synchronous_commit", row.getString("synchronous_commit"), "autovacuum",
                            row.getString("autovacuum")),
                    List.of((String[]) row.getArray("lacking").getArray()), row.getInt("connections"),
                    row.getInt("most_connections"), Duration.between(middle, Rows.instant(row, "now")));
        }).one();
    }
}
