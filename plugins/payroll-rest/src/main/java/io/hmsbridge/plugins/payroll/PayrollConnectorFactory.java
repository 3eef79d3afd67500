package io.hmsbridge.plugins.payroll;

import io.hmsbridge.api.Connector;
import io.hmsbridge.api.ConnectorContext;
import io.hmsbridge.api.ConnectorFactory;
import io.hmsbridge.api.Health;
import io.hmsbridge.api.HttpCall;
import io.hmsbridge.api.Packet;
import io.hmsbridge.api.Secret;
import io.hmsbridge.api.SendResult;
import io.hmsbridge.api.Setting;
import io.hmsbridge.api.SettingsException;
import io.hmsbridge.api.SettingsSpec;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.pf4j.Extension;

/** Offers {@code PayrollConnector}: sends each packet to the payroll system as {@code PATCH {base}/v2/rates}. */
@Extension
public final class PayrollConnectorFactory implements ConnectorFactory {

    public record Target(
            @Setting(value = "The payroll service's address; paths are appended to it.", env = "PAYROLL_API") URI base,
            @Setting("Sent as a bearer token with every call.") Optional<Secret> token,
            @Setting(value = "How long to wait for an answer.", fallback = "5s") Duration timeout) {

        HttpCall call(String method, String path) {
            var call = HttpCall.of(method, base, path).timeout(timeout);
            return token.map(call::bearer).orElse(call);
        }
    }

    public record Use(
            @Setting(value = "Where the packet goes, below the base address.", fallback = "/v2/rates") String path) {}

    @Override
    public String name() { return "PayrollConnector"; }

    @Override
    public SettingsSpec settings() { return SettingsSpec.of(Target.class); }

    @Override
    public SettingsSpec use() { return SettingsSpec.of(Use.class); }

    @Override
    public Connector create(ConnectorContext context) throws SettingsException {
        var target = context.settings(Target.class);
        var health = health(target);
        return new Connector() {
            @Override
            public SendResult send(Packet packet) throws Exception {
                return context.http().send(target.call("PATCH", packet.with(Use.class).path()).packet(packet)).result();
            }

            @Override
            public Health probe() throws Exception { return context.http().send(health).health(); }
        };
    }

    private static HttpCall health(Target target) throws SettingsException {
        try {
            return target.call("GET", "/healthz");
        } catch (IllegalArgumentException _) {
            throw new SettingsException(
                    List.of(new SettingsException.Problem("base", "'base' needs an absolute http or https address")));
        }
    }
}
