package io.hmsbridge.plugins.jdbctable;

import io.hmsbridge.api.ConnectorFactory;
import io.hmsbridge.plugins.jdbc.testkit.PostgresCounterpart;
import io.hmsbridge.testkit.contract.Capability;
import io.hmsbridge.testkit.contract.ConnectorContract;
import io.hmsbridge.testkit.contract.Counterpart;
import java.util.Map;
import java.util.Set;

/** With a real PostgreSQL. */
class JdbcTableContractTest extends ConnectorContract {

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

    @Override
    protected Set<Capability> capabilities() {
        return Set.of(Capability.DEDUPLICATES, Capability.ORDERS, Capability.BATCHES, Capability.PREVIEWS,
                Capability.PROBES,
                Capability.READS);
    }
}
