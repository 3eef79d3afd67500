package io.hmsbridge.plugins.mail;

import io.hmsbridge.api.ConnectorFactory;
import io.hmsbridge.testkit.contract.Capability;
import io.hmsbridge.testkit.contract.ConnectorContract;
import io.hmsbridge.testkit.contract.Counterpart;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A mail that was sent twice is there twice, under one message id: nothing is deduplicated. */
class MailContractTest extends ConnectorContract {

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

    @Override
    protected Set<Capability> capabilities() {
        return Set.of(Capability.PROBES);
    }
}
