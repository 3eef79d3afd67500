package io.hmsbridge.plugins.soap;

import io.hmsbridge.api.ConnectorFactory;
import io.hmsbridge.testkit.contract.BridgeContract;
import io.hmsbridge.testkit.contract.Counterpart;
import java.util.Map;

class SoapInBridgeTest extends BridgeContract {

    @Override
    protected ConnectorFactory factory() {
        return new SoapConnectorFactory();
    }

    @Override
    protected Counterpart counterpart() throws Exception {
        return SoapCounterpart.start();
    }

    @Override
    protected Map<String, ?> with() {
        return Map.of("wsdl", TestWsdl.file("rates.wsdl"), "operation", "UpdateRate");
    }
}
