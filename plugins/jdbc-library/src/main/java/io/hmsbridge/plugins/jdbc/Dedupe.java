package io.hmsbridge.plugins.jdbc;

import io.hmsbridge.api.Packet;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Remembers in the target's database, in one row for each target and key, which packet was written last: its sequence and its
 * idempotency key. The row is locked and changed in the transaction that writes the packet's data.
 */
final class Dedupe {

    /** What there is to do with a packet. */
    sealed interface Claim {
        /** It is to be written. */
        record Write() implements Claim {}

        /** It was written already. */
        record Had() implements Claim {}

        /** @param newest the sequence of a newer packet of its key, which was written already */
        record Older(long newest) implements Claim {}
    }

    private record Last(long sequence, String idempotencyKey) {}

    private final String name;
    private final Dialect dialect;
    private final boolean creates;
    private final PostgresClaims postgres = new PostgresClaims();

    /** @param creates whether a missing table may be created */
    Dedupe(String name, Dialect dialect, boolean creates) {
        this.name = name;
        this.dialect = dialect;
        this.creates = creates;
    }

    String name() {
        return name;
    }

    boolean creates() {
        return creates;
    }

    /** The statement that creates the table. */
    String ddl() {
        return "CREATE TABLE " + name + " (id char(64) PRIMARY KEY, sequence " + dialect.longType()
                + " NOT NULL, idempotency_key " + dialect.textType() + " NOT NULL, delivered_at "
                + dialect.instantType()
                + " NOT NULL)";
    }

    /** Claims packets of different keys, in the connection's transaction; each answer belongs to the packet at its place. */
    List<Claim> claim(Connection connection, Table table, List<Packet> packets) throws SQLException {
        var byId = new TreeMap<String, Packet>(); // sorted, so that two of these never wait for each other
        var ids = new RowIds();
        packets.forEach(packet -> byId.put(ids.of(packet), packet));
        var claims = new IdentityHashMap<Packet, Claim>();
        if (dialect == Dialect.POSTGRESQL) {
            postgres.claim(connection, table, byId).forEach(id -> claims.put(byId.remove(id), new Claim.Write()));
        }
        if (!byId.isEmpty()) {
            claimLocked(connection, table, byId, claims);
        }
        return packets.stream().map(claims::get).toList();
    }

    /** Looks first, then writes; of what {@link PostgresClaims} has left alone only the looking remains. */
    private static void claimLocked(Connection connection, Table table, Map<String, Packet> byId,
            Map<Packet, Claim> claims) throws SQLException {
        var last = last(connection, table, List.copyOf(byId.keySet()));
        var added = new ArrayList<Map.Entry<String, Packet>>();
        var changed = new ArrayList<Map.Entry<String, Packet>>();
        for (var entry : byId.entrySet()) {
            var before = last.get(entry.getKey());
            var claim = claim(before, entry.getValue());
            claims.put(entry.getValue(), claim);
            if (claim instanceof Claim.Write) {
                (before == null ? added : changed).add(entry);
            }
        }
        record(connection, "INSERT INTO " + table.sql()
                + " (sequence, idempotency_key, delivered_at, id) VALUES (?, ?, CURRENT_TIMESTAMP, ?)", added);
        record(connection, "UPDATE " + table.sql()
                + " SET sequence = ?, idempotency_key = ?, delivered_at = CURRENT_TIMESTAMP WHERE id = ?", changed);
    }

    /** Two packets that an event made for one key have one sequence: of these the last one is not written again. */
    private static Claim claim(Last last, Packet packet) {
        if (last == null || last.sequence < packet.sequence()) {
            return last != null && last.idempotencyKey.equals(packet.idempotencyKey()) ? new Claim.Had()
                    : new Claim.Write();
        }
        if (last.idempotencyKey.equals(packet.idempotencyKey())) {
            return new Claim.Had();
        }
        return last.sequence == packet.sequence() ? new Claim.Write() : new Claim.Older(last.sequence);
    }

    private static Map<String, Last> last(Connection connection, Table table, List<String> ids) throws SQLException {
        var last = new HashMap<String, Last>();
        int places = Math.min(Database.LARGEST_BATCH, Integer.highestOneBit(Math.max(1, ids.size() * 2 - 1))); // few different statements, each prepared once
        var sql = "SELECT id, sequence, idempotency_key FROM " + table.sql() + " WHERE id IN (?"
                + ", ?".repeat(places - 1) + ") ORDER BY id FOR UPDATE";
        try (var select = connection.prepareStatement(sql)) {
            for (int i = 0; i < places; i++) {
                select.setString(i + 1, ids.get(Math.min(i, ids.size() - 1)));
            }
            try (var rows = select.executeQuery()) {
                while (rows.next()) {
                    last.put(rows.getString(1).strip(), new Last(rows.getLong(2), rows.getString(3)));
                }
            }
        }
        return last;
    }

    private static void record(Connection connection, String sql, List<Map.Entry<String, Packet>> entries)
            throws SQLException {
        if (entries.isEmpty()) {
            return;
        }
        try (var statement = connection.prepareStatement(sql)) {
            for (var entry : entries) {
                statement.setLong(1, entry.getValue().sequence());
                statement.setString(2, entry.getValue().idempotencyKey());
                statement.setString(3, entry.getKey());
                statement.addBatch();
            }
            statement.executeBatch();
        }
    }
}
