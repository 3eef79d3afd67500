package io.hmsbridge.plugins.jdbctable;

import io.hmsbridge.api.ConnectorFactory;
import io.hmsbridge.plugins.jdbc.testkit.PostgresCounterpart;
import io.hmsbridge.testkit.contract.BridgeContract;
import io.hmsbridge.testkit.contract.Counterpart;
import java.util.Map;

class JdbcTableInBridgeTest extends BridgeContract {

    @Override
    protected ConnectorFactory factory() {
        return new JdbcTableConnectorFactory();
    }

    @Override
    protected Counterpart counterpart() throws Exception {
        return new PostgresCounterpart();
    }

    @Override
    protected Map<String, ?> with() {
        return Map.of("table", "rates");
    }
}
