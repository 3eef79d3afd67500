package io.hmsbridge.plugins.payroll;

import io.hmsbridge.api.Connector;
import io.hmsbridge.api.ConnectorContext;
import io.hmsbridge.api.ConnectorFactory;
import io.hmsbridge.api.Secret;
import io.hmsbridge.api.Setting;
import io.hmsbridge.api.SettingsException;
import io.hmsbridge.api.SettingsSpec;
import io.hmsbridge.plugins.rest.Login;
import io.hmsbridge.plugins.rest.RestConnector;
import io.hmsbridge.plugins.rest.RestTarget;
import io.hmsbridge.plugins.rest.RestUse;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import org.pf4j.Extension;

/** Offers {@code PayrollConnector}: sends each packet to the payroll system as {@code PATCH {base}/v2/rates}. */
@Extension
public final class PayrollConnectorFactory implements ConnectorFactory {

    public record Target(
            @Setting(value = "The payroll service's address; paths are appended to it.", env = "PAYROLL_API") URI base,
            @Setting("Sent as a bearer token with every call.") Optional<Secret> token,
            @Setting(value = "How long to wait for an answer.", fallback = "5s") Duration timeout) {}

    public record Use(
            @Setting(value = "Where the packet goes, below the base address; {field} stands for a field of the packet.",
                    fallback = "/v2/rates") String path) {}

    @Override
    public String name() { return "PayrollConnector"; }

    @Override
    public SettingsSpec settings() { return SettingsSpec.of(Target.class); }

    @Override
    public SettingsSpec use() { return SettingsSpec.of(Use.class); }

    @Override
    public Connector create(ConnectorContext context) throws SettingsException {
        var settings = context.settings(Target.class);
        var target = RestTarget.of(settings.base, settings.timeout, "/healthz",
                settings.token.map(Login::bearer).orElse(Login.NONE));
        return new RestConnector<>(context, target, Use.class, use -> RestUse.of("PATCH", use.path));
    }
}
