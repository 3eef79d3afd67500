package io.hmsbridge.benchmarks.connectors;

import io.hmsbridge.api.Packet;
import io.hmsbridge.plugins.jdbctable.JdbcTableConnectorFactory;
import io.hmsbridge.postgres.EmbeddedPostgres;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** {@code JdbcTableConnector} beside PostgreSQL's driver: rows of data and dedupe rows, 500 of each in a transaction. */
final class JdbcComparison {

    private static final Work WORK = new Work(2, 500, 40, 0.8);

    private JdbcComparison() {}

    static Comparison open(Path folder, String mode) throws Exception {
        var postgres = EmbeddedPostgres.start(folder);
        sql(postgres, "CREATE TABLE rates (id text PRIMARY KEY, rate numeric(10,2), grade text, note text)");
        sql(postgres, "CREATE TABLE bridge_delivered (id char(64) PRIMARY KEY, sequence bigint NOT NULL,"
                + " idempotency_key text NOT NULL, delivered_at timestamptz NOT NULL)");
        var factory = new JdbcTableConnectorFactory();
        var packets = new Packets(factory, Map.of("table", "rates", "mode", mode));
        var connector =
                new ConnectorSide(factory, Map.of("url", postgres.jdbcUrl(), "user", postgres.user(), "password",
                        postgres.password(), "connections", (long) WORK.threads(), "timeout", "30s"));
        return new Comparison(WORK, packets, connector, new Bare(postgres, WORK.threads(), mode), new Tables(postgres));
    }

    private static void sql(EmbeddedPostgres postgres, String sql) throws SQLException {
        try (var connection = connect(postgres, ""); var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static Connection connect(EmbeddedPostgres postgres, String properties) throws SQLException {
        return DriverManager.getConnection(postgres.jdbcUrl() + properties, postgres.user(), postgres.password());
    }

    private record Tables(EmbeddedPostgres postgres) implements Comparison.Server {

        @Override
        public void clear() throws SQLException {
            sql(postgres, "TRUNCATE rates, bridge_delivered");
        }

        @Override
        public void close() {
            postgres.close();
        }
    }

    /** Multi-row inserts, or upserts of the data where the connector upserts, with nothing around them. */
    private static final class Bare implements Side {

        private static final String INSERT = "INSERT INTO rates (id, rate, grade, note) VALUES (?, ?, ?, ?)";
        private static final String UPSERT = INSERT + " ON CONFLICT (id) DO UPDATE SET rate = excluded.rate,"
                + " grade = excluded.grade, note = excluded.note";

        private final List<Connection> connections = new ArrayList<>();
        private final String data;

        private Bare(EmbeddedPostgres postgres, int threads, String mode) throws SQLException {
            data = mode.equals("upsert") ? UPSERT : INSERT;
            for (int i = 0; i < threads; i++) {
                var connection = connect(postgres, "?reWriteBatchedInserts=true");
                connection.setAutoCommit(false);
                connections.add(connection);
            }
        }

        @Override
        public void write(int thread, List<Packet> packets) throws SQLException {
            var connection = connections.get(thread);
            try (var dedupe = connection.prepareStatement("INSERT INTO bridge_delivered"
                    + " (id, sequence, idempotency_key, delivered_at) VALUES (?, ?, ?, CURRENT_TIMESTAMP)");
                    var rows = connection.prepareStatement(data)) {
                for (var packet : packets) {
                    dedupe.setString(1, packet.key());
                    dedupe.setLong(2, packet.sequence());
                    dedupe.setString(3, packet.idempotencyKey());
                    dedupe.addBatch();
                    rows.setString(1, packet.key());
                    rows.setBigDecimal(2, (BigDecimal) packet.fields().get("rate"));
                    rows.setString(3, (String) packet.fields().get("grade"));
                    rows.setString(4, (String) packet.fields().get("note"));
                    rows.addBatch();
                }
                dedupe.executeBatch();
                rows.executeBatch();
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
}
