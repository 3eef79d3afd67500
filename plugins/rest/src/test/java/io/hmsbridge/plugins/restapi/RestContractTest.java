package io.hmsbridge.plugins.restapi;

import io.hmsbridge.api.ConnectorFactory;
import io.hmsbridge.testkit.contract.Capability;
import io.hmsbridge.testkit.contract.ConnectorContract;
import io.hmsbridge.testkit.contract.Counterpart;
import io.hmsbridge.testkit.contract.HttpCounterpart;
import java.util.Map;
import java.util.Set;

/** With a target that dedupes by {@code Idempotency-Key}, basic authentication and signatures. */
class RestContractTest extends ConnectorContract {

    @Override
    protected ConnectorFactory factory() {
        return new RestConnectorFactory();
    }

    @Override
    protected Counterpart counterpart() throws Exception {
        var service = HttpCounterpart.start();
        return service.with("base", service.uri() + "/api").with("timeout", "1s").with("auth", "basic")
                .with("user", "bridge").with("password", "pa55word-of-rest").with("token", "t0ken-of-rest")
                .with("api_key", "k3y-of-rest").with("client_secret", "cl1ent-of-rest")
                .with("signing_secret", "whsec_bmV3ZXItc2VjcmV0LW9mLXJlc3Q=")
                .with("signing_secret_previous", "whsec_b2xkZXItc2VjcmV0LW9mLXJlc3Q=");
    }

    @Override
    protected Map<String, ?> with() {
        return Map.of("method", "PUT", "path", "/items/{$key}", "read", "/items/{$key}");
    }

    @Override
    protected Set<Capability> capabilities() {
        return Set.of(Capability.DEDUPLICATES, Capability.PROBES, Capability.JSON_PATCH, Capability.PREVIEWS,
                Capability.READS);
    }
}
