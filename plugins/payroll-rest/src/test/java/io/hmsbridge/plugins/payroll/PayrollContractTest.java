package io.hmsbridge.plugins.payroll;

import io.hmsbridge.api.ConnectorFactory;
import io.hmsbridge.testkit.contract.Capability;
import io.hmsbridge.testkit.contract.ConnectorContract;
import io.hmsbridge.testkit.contract.Counterpart;
import io.hmsbridge.testkit.contract.HttpCounterpart;
import java.util.Set;

/** Payroll dedupes by {@code Idempotency-Key}, as its counterpart does here. */
class PayrollContractTest extends ConnectorContract {

    @Override
    protected ConnectorFactory factory() {
        return new PayrollConnectorFactory();
    }

    @Override
    protected Counterpart counterpart() throws Exception {
        var payroll = HttpCounterpart.start();
        return payroll.with("base", payroll.uri().toString()).with("token", "t0ken-of-payroll").with("timeout",
                "500ms");
    }

    @Override
    protected Set<Capability> capabilities() {
        return Set.of(Capability.DEDUPLICATES, Capability.PROBES, Capability.JSON_PATCH,
                Capability.PREVIEWS);
    }
}
