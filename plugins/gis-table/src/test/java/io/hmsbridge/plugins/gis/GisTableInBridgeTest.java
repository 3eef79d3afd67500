package io.hmsbridge.plugins.gis;

import io.hmsbridge.api.ConnectorFactory;
import io.hmsbridge.plugins.jdbc.testkit.PostgresCounterpart;
import io.hmsbridge.testkit.contract.BridgeContract;
import io.hmsbridge.testkit.contract.Counterpart;
import java.util.Map;
import java.util.Set;

class GisTableInBridgeTest extends BridgeContract {

    @Override
    protected ConnectorFactory factory() {
        return new GisTableConnectorFactory();
    }

    @Override
    protected Counterpart counterpart() throws Exception {
        return new PostgresCounterpart(Set.of("40001", "23505")); // all of them are raised for jdbc-table
    }

    @Override
    protected Map<String, ?> with() {
        return Map.of("table", "rates", "channel", "rates_changed");
    }
}
