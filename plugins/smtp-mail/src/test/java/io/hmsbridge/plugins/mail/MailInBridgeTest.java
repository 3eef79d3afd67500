package io.hmsbridge.plugins.mail;

import io.hmsbridge.api.ConnectorFactory;
import io.hmsbridge.testkit.contract.BridgeContract;
import io.hmsbridge.testkit.contract.Counterpart;
import java.util.List;
import java.util.Map;

class MailInBridgeTest extends BridgeContract {

    @Override
    protected ConnectorFactory factory() {
        return new MailConnectorFactory();
    }

    @Override
    protected Counterpart counterpart() throws Exception {
        return MailCounterpart.start();
    }

    @Override
    protected Map<String, ?> with() {
        return Map.of("to", List.of("Payroll <payroll@agency.example>"), "subject", "Changed: {about}", "attach",
                "json");
    }
}
