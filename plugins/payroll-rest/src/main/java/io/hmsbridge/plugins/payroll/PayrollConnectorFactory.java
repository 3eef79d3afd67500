package io.hmsbridge.plugins.payroll;

import io.hmsbridge.api.Connector;
import io.hmsbridge.api.ConnectorContext;
import io.hmsbridge.api.ConnectorFactory;
import io.hmsbridge.api.Secret;
import io.hmsbridge.api.Setting;
import io.hmsbridge.api.SettingsSpec;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import org.pf4j.Extension;

/** Offers {@code PayrollConnector}: changed rates by REST to the payroll system. */
@Extension
public final class PayrollConnectorFactory implements ConnectorFactory {

    /** A payroll system. */
    public record Target(
            @Setting(value = "The payroll service's address; paths are appended to it.", env = "PAYROLL_API") URI base,
            @Setting("Sent as a bearer token with every call.") Optional<Secret> token,
            @Setting(value = "How long to wait for an answer.", fallback = "5s") Duration timeout) {}

    /** One use in a mapping sheet. */
    public record Use(
            @Setting(value = "Where the packet goes, below the base address.", fallback = "/v2/rates") String path) {}

    @Override
    public String name() {
        return "PayrollConnector";
    }

    @Override
    public SettingsSpec settings() {
        return SettingsSpec.of(Target.class);
    }

    @Override
    public SettingsSpec use() {
        return SettingsSpec.of(Use.class);
    }

    @Override
    public Connector create(ConnectorContext context) {
        return new PayrollConnector(context.http(), context.settings(Target.class));
    }
}
