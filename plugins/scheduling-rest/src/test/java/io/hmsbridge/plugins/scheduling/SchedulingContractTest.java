package io.hmsbridge.plugins.scheduling;

import io.hmsbridge.api.ConnectorFactory;
import io.hmsbridge.testkit.contract.Capability;
import io.hmsbridge.testkit.contract.ConnectorContract;
import io.hmsbridge.testkit.contract.Counterpart;
import io.hmsbridge.testkit.contract.HttpCounterpart;
import java.util.Set;

/** Scheduling dedupes by {@code Idempotency-Key}, as its counterpart does here. */
class SchedulingContractTest extends ConnectorContract {

    @Override
    protected ConnectorFactory factory() {
        return new SchedulingConnectorFactory();
    }

    @Override
    protected Counterpart counterpart() throws Exception {
        var scheduling = HttpCounterpart.start();
        return scheduling.with("base", scheduling.uri().toString()).with("api_key", "k3y-of-scheduling")
                .with("timeout", "1s");
    }

    @Override
    protected Set<Capability> capabilities() {
        return Set.of(Capability.DEDUPLICATES, Capability.PROBES, Capability.JSON_PATCH, Capability.PREVIEWS,
                Capability.READS);
    }
}
