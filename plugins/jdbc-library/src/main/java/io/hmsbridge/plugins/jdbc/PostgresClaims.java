package io.hmsbridge.plugins.jdbc;

import io.hmsbridge.api.Packet;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Claims many packets in one statement, as only PostgreSQL can. While keys keep coming that it has not seen, it adds their rows
 * by a plain insert, which costs the server a good deal less than one that provides for rows that are there. Safe for use by
 * many threads.
 */
final class PostgresClaims {

    private static final String UNIQUE_VIOLATION = "23505";
    /** So many batches of nothing but unseen keys come before a plain insert is tried: each that fails is a line in the server's log. */
    private static final int TRUSTED_AFTER = 8;

    private static final String INSERT = """
            INSERT INTO %s AS had (id, sequence, idempotency_key, delivered_at)
            SELECT id, sequence, idempotency_key, CURRENT_TIMESTAMP
            FROM unnest(?, ?, ?) AS packet (id, sequence, idempotency_key)""";

    private static final String UPSERT = INSERT + """

            ON CONFLICT (id) DO UPDATE SET sequence = excluded.sequence, idempotency_key = excluded.idempotency_key,
                delivered_at = excluded.delivered_at
            WHERE had.sequence <= excluded.sequence AND had.idempotency_key <> excluded.idempotency_key
            RETURNING id, xmax = 0 AS is_new"""; // no transaction has locked or replaced a row that was just added

    private final AtomicInteger batchesOfUnseen = new AtomicInteger();

    /**
     * Claims, at the beginning of the connection's transaction, all packets that are to be written: those whose sequence is not
     * older than what was written of their key, and whose idempotency key differs. The rows of the others are locked, and as they were.
     *
     * @param byId the packets, by the ids of their rows
     * @return the ids of those it claimed
     */
    List<String> claim(Connection connection, Table table, SortedMap<String, Packet> byId) throws SQLException {
        var columns = List.of(connection.createArrayOf("text", byId.keySet().toArray(String[]::new)),
                connection.createArrayOf("bigint",
                        byId.values().stream().map(Packet::sequence).toArray(Long[]::new)),
                connection.createArrayOf("text",
                        byId.values().stream().map(Packet::idempotencyKey).toArray(String[]::new)));
        return batchesOfUnseen.get() >= TRUSTED_AFTER && inserted(connection, table, columns)
                ? List.copyOf(byId.keySet())
                : upserted(connection, table, columns, byId.size());
    }

    private boolean inserted(Connection connection, Table table, List<Array> columns) throws SQLException {
        try (var insert = connection.prepareStatement(INSERT.formatted(table.sql()))) {
            bind(insert, columns);
            insert.executeUpdate();
            return true;
        } catch (SQLException e) {
            if (!UNIQUE_VIOLATION.equals(e.getSQLState())) {
                throw e;
            }
            batchesOfUnseen.set(0);
            connection.rollback(); // nothing was written before it
            return false;
        }
    }

    private List<String> upserted(Connection connection, Table table, List<Array> columns, int packets)
            throws SQLException {
        var claimed = new ArrayList<String>();
        int added = 0;
        try (var upsert = connection.prepareStatement(UPSERT.formatted(table.sql()))) {
            bind(upsert, columns);
            try (var rows = upsert.executeQuery()) {
                while (rows.next()) {
                    claimed.add(rows.getString(1).strip());
                    added += rows.getBoolean(2) ? 1 : 0;
                }
            }
        }
        if (added == packets) {
            batchesOfUnseen.incrementAndGet();
        } else {
            batchesOfUnseen.set(0);
        }
        return claimed;
    }

    private static void bind(PreparedStatement statement, List<Array> columns) throws SQLException {
        for (int i = 0; i < columns.size(); i++) {
            statement.setArray(i + 1, columns.get(i));
        }
    }
}
