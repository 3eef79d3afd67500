package io.hmsbridge.planted;

import io.hmsbridge.api.Connector;
import io.hmsbridge.api.ConnectorContext;
import io.hmsbridge.api.ConnectorFactory;
import io.hmsbridge.api.HttpCall;
import io.hmsbridge.api.Secret;
import io.hmsbridge.api.Setting;
import io.hmsbridge.api.SettingsSpec;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/** Leaves an object of its own where the whole Java process can see it, so that its classes can never go. */
public final class PinningFactory implements ConnectorFactory {

    /** Where it leaves it. */
    public static final String PIN = "io.hmsbridge.planted.pin";

    public record Target(@Setting("Where to.") URI base, @Setting("Bearer token.") Optional<Secret> token,
            @Setting(value = "For an answer.", fallback = "500ms") Duration timeout) {}

    @Override
    public String name() {
        return "PinningConnector";
    }

    @Override
    public SettingsSpec settings() {
        return SettingsSpec.of(Target.class);
    }

    @Override
    public Connector create(ConnectorContext context) {
        System.getProperties().put(PIN, this);
        var target = context.settings(Target.class);
        return packet -> context.http()
                .send(HttpCall.post(target.base()).timeout(target.timeout()).packet(packet)).result();
    }
}
