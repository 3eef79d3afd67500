package io.hmsbridge.plugins.scheduling;

import io.hmsbridge.api.Connector;
import io.hmsbridge.api.ConnectorContext;
import io.hmsbridge.api.ConnectorFactory;
import io.hmsbridge.api.Secret;
import io.hmsbridge.api.Setting;
import io.hmsbridge.api.SettingsException;
import io.hmsbridge.api.SettingsSpec;
import io.hmsbridge.plugins.rest.Login;
import io.hmsbridge.plugins.rest.ReadableRestConnector;
import io.hmsbridge.plugins.rest.RestTarget;
import io.hmsbridge.plugins.rest.RestUse;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import org.pf4j.Extension;

/** Offers {@code SchedulingConnector}: sends each packet to the scheduling system, to the resource of the packet's key. */
@Extension
public final class SchedulingConnectorFactory implements ConnectorFactory {

    public record Target(
            @Setting(value = "The scheduling service's address; paths are appended to it.",
                    env = "SCHEDULING_API") URI base,
            @Setting("Sent as the header X-API-Key with every call.") Optional<Secret> apiKey,
            @Setting(value = "How long to wait for an answer.", fallback = "5s") Duration timeout) {}

    public record Use(
            @Setting(value = "Where the packet goes, and where its key is read back from, below the base address;"
                    + " {field} stands for a field of the packet, {$key} for its key.",
                    fallback = "/v1/allowances/{$key}") String path) {}

    @Override
    public String name() { return "SchedulingConnector"; }

    @Override
    public SettingsSpec settings() { return SettingsSpec.of(Target.class); }

    @Override
    public SettingsSpec use() { return SettingsSpec.of(Use.class); }

    @Override
    public Connector create(ConnectorContext context) throws SettingsException {
        var settings = context.settings(Target.class);
        var target = RestTarget.of(settings.base, settings.timeout, "/healthz",
                settings.apiKey.map(key -> Login.keyInHeader("X-API-Key", key)).orElse(Login.NONE));
        return new ReadableRestConnector<>(context, target, Use.class,
                use -> RestUse.of("PATCH", use.path).readFrom(use.path));
    }
}
