package io.hmsbridge.plugins.payroll;

import io.hmsbridge.api.ConnectorFactory;
import io.hmsbridge.testkit.contract.BridgeContract;
import io.hmsbridge.testkit.contract.Counterpart;
import io.hmsbridge.testkit.contract.HttpCounterpart;

/** Inside a running bridge. */
class PayrollInBridgeTest extends BridgeContract {

    @Override
    protected ConnectorFactory factory() {
        return new PayrollConnectorFactory();
    }

    @Override
    protected Counterpart counterpart() throws Exception {
        var service = HttpCounterpart.start();
        return service.with("base", service.uri().toString()).with("timeout", "500ms");
    }
}
