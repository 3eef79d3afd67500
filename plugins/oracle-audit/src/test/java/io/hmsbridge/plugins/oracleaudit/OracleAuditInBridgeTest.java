package io.hmsbridge.plugins.oracleaudit;

import io.hmsbridge.api.ConnectorFactory;
import io.hmsbridge.testkit.Wire;
import io.hmsbridge.testkit.contract.BridgeContract;
import io.hmsbridge.testkit.contract.Counterpart;
import java.util.EnumSet;
import java.util.Set;

class OracleAuditInBridgeTest extends BridgeContract {

    @Override
    protected ConnectorFactory factory() {
        return new OracleAuditConnectorFactory();
    }

    @Override
    protected Counterpart counterpart() throws Exception {
        return new H2Counterpart();
    }

    /** H2's driver, which stands in for Oracle's, has no limit to how long it waits for an answer. */
    @Override
    protected Set<Wire.Manner> networkFaults() {
        return EnumSet.of(Wire.Manner.LATENCY, Wire.Manner.RESET, Wire.Manner.HALF_CLOSE, Wire.Manner.SLICER);
    }
}
