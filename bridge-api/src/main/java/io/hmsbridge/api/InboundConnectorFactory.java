package io.hmsbridge.api;

import org.pf4j.ExtensionPoint;

/** What a plugin exports to bring events in: makes inbound connectors of one kind. Rules as for {@link ConnectorFactory}. */
public interface InboundConnectorFactory extends ExtensionPoint {

    /** The name by which the configuration asks for this kind. Constant. */
    String name();

    default SettingsSpec settings() {
        return SettingsSpec.NONE;
    }

    /** A working inbound connector; {@link ConnectorContext#target} is the source's configured name. */
    InboundConnector create(ConnectorContext context) throws Exception;
}
