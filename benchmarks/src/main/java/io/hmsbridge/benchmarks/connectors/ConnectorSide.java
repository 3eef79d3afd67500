package io.hmsbridge.benchmarks.connectors;

import io.hmsbridge.api.BatchConnector;
import io.hmsbridge.api.Connector;
import io.hmsbridge.api.ConnectorFactory;
import io.hmsbridge.api.Packet;
import io.hmsbridge.api.SendResult;
import io.hmsbridge.testkit.TestContext;
import java.util.List;
import java.util.Map;

/** A connector as the bridge would have it. */
final class ConnectorSide implements Side {

    private final TestContext context;
    private final Connector connector;

    ConnectorSide(ConnectorFactory factory, Map<String, ?> settings) throws Exception {
        context = TestContext.of(factory, settings);
        connector = factory.create(context);
    }

    @Override
    public void write(int thread, List<Packet> packets) throws Exception {
        var results = packets.size() > 1 ? ((BatchConnector) connector).sendBatch(packets)
                : List.of(connector.send(packets.getFirst()));
        for (var result : results) {
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
