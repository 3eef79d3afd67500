package io.hmsbridge.benchmarks.jdbc;

import io.hmsbridge.api.BatchConnector;
import io.hmsbridge.api.Packet;
import io.hmsbridge.api.SendResult;
import io.hmsbridge.plugins.jdbctable.JdbcTableConnectorFactory;
import io.hmsbridge.postgres.EmbeddedPostgres;
import io.hmsbridge.testkit.TestContext;
import java.util.List;
import java.util.Map;

/** The connector of {@code jdbc-table}. */
final class TableConnector implements Side {

    private final TestContext context;
    private final BatchConnector connector;

    TableConnector(EmbeddedPostgres postgres, int threads) throws Exception {
        var factory = new JdbcTableConnectorFactory();
        context = TestContext.of(factory, Map.of("url", postgres.jdbcUrl(), "user", postgres.user(), "password",
                postgres.password(), "connections", (long) threads, "timeout", "30s"));
        connector = (BatchConnector) factory.create(context);
    }

    @Override
    public void write(int thread, List<Packet> packets) throws Exception {
        for (var result : connector.sendBatch(packets)) {
            if (!(result instanceof SendResult.Delivered delivered) || delivered.alreadyHad()) {
                throw new IllegalStateException("not written: " + result);
            }
        }
    }

    @Override
    public void close() throws Exception {
        try (context) {
            connector.close();
        }
    }
}
