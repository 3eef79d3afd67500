package io.hmsbridge.benchmarks.jdbc;

import io.hmsbridge.api.Packet;
import io.hmsbridge.postgres.EmbeddedPostgres;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Multi-row inserts of data and dedupe rows by PostgreSQL's driver, with nothing around them. */
final class BareDriver implements Side {

    private final List<Connection> connections = new ArrayList<>();

    BareDriver(EmbeddedPostgres postgres, int threads) throws SQLException {
        for (int i = 0; i < threads; i++) {
            var connection = DriverManager.getConnection(postgres.jdbcUrl() + "?reWriteBatchedInserts=true",
                    postgres.user(), postgres.password());
            connection.setAutoCommit(false);
            connections.add(connection);
        }
    }

    @Override
    public void write(int thread, List<Packet> packets) throws SQLException {
        var connection = connections.get(thread);
        try (var dedupe = connection.prepareStatement("INSERT INTO bridge_delivered"
                + " (id, sequence, idempotency_key, delivered_at) VALUES (?, ?, ?, CURRENT_TIMESTAMP)");
                var data =
                        connection.prepareStatement("INSERT INTO rates (id, rate, grade, note) VALUES (?, ?, ?, ?)")) {
            for (var packet : packets) {
                dedupe.setString(1, packet.key());
                dedupe.setLong(2, packet.sequence());
                dedupe.setString(3, packet.idempotencyKey());
                dedupe.addBatch();
                data.setString(1, packet.key());
                data.setBigDecimal(2, (BigDecimal) packet.fields().get("rate"));
                data.setString(3, (String) packet.fields().get("grade"));
                data.setString(4, (String) packet.fields().get("note"));
                data.addBatch();
            }
            dedupe.executeBatch();
            data.executeBatch();
            connection.commit();
        }
    }

    @Override
    public void close() throws SQLException {
        for (var connection : connections) {
            connection.close();
        }
    }
}
