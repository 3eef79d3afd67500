package io.hmsbridge.plugins.oracleaudit;

import io.hmsbridge.api.ConnectorFactory;
import io.hmsbridge.testkit.contract.Capability;
import io.hmsbridge.testkit.contract.ConnectorContract;
import io.hmsbridge.testkit.contract.Counterpart;
import java.util.Set;

/** With H2 in Oracle mode. An audit copy has every packet, late ones too: it does not order, and takes every form. */
class OracleAuditContractTest extends ConnectorContract {

    @Override
    protected ConnectorFactory factory() {
        return new OracleAuditConnectorFactory();
    }

    @Override
    protected Counterpart counterpart() throws Exception {
        return new H2Counterpart();
    }

    @Override
    protected Set<Capability> capabilities() {
        return Set.of(Capability.DEDUPLICATES, Capability.BATCHES, Capability.PREVIEWS, Capability.PROBES,
                Capability.JSON_PATCH);
    }

    /** Those of H2's driver, which stands in for Oracle's, stay after its first connection. */
    @Override
    protected boolean classesMayStay() {
        return true;
    }
}
