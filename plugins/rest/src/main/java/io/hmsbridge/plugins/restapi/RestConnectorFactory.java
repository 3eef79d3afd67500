package io.hmsbridge.plugins.restapi;

import io.hmsbridge.api.Connector;
import io.hmsbridge.api.ConnectorContext;
import io.hmsbridge.api.ConnectorFactory;
import io.hmsbridge.api.SettingsException;
import io.hmsbridge.api.SettingsSpec;
import io.hmsbridge.plugins.rest.ReadableRestConnector;
import org.pf4j.Extension;

/** Offers {@code RestConnector}: sends packets to any JSON, XML or form API, as target and sheet describe it. */
@Extension
public final class RestConnectorFactory implements ConnectorFactory {

    @Override
    public String name() {
        return "RestConnector";
    }

    @Override
    public SettingsSpec settings() {
        return SettingsSpec.of(RestSettings.class);
    }

    @Override
    public SettingsSpec use() {
        return SettingsSpec.of(UseSettings.class);
    }

    @Override
    public Connector create(ConnectorContext context) throws SettingsException {
        var target = context.settings(RestSettings.class).target(context);
        return new ReadableRestConnector<>(context, target, UseSettings.class, UseSettings::compile);
    }
}
