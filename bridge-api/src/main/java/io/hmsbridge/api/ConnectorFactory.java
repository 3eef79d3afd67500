package io.hmsbridge.api;

import org.pf4j.ExtensionPoint;

/**
 * What a plugin exports: makes connectors of one kind. Annotate the class with PF4J's {@code @Extension}; it needs a
 * public constructor without parameters, and one instance lives as long as the plugin is loaded.
 */
public interface ConnectorFactory extends ExtensionPoint {

    /** The name by which sheets and targets ask for this kind, such as {@code PayrollConnector}. Constant. */
    String name();

    /** The settings of a target: base address, credentials, limits. Constant; drives checks, docs and forms. */
    default SettingsSpec settings() {
        return SettingsSpec.NONE;
    }

    /** The settings of one use in a sheet ({@code with:}): path, operation, table, layout. Constant. */
    default SettingsSpec use() {
        return SettingsSpec.NONE;
    }

    /**
     * A working connector for one target; there is no second step. Called once per target and again when its settings or
     * its plugin change, never for one target concurrently. A new version of a plugin makes one for trial, which is closed at
     * once, for each target that works by the version before, and takes over only if all can be made. It may block for a bounded time, but a target that is down is
     * no reason to fail: {@link Connector#send} says so later, and retries.
     *
     * @throws Exception if no connector can work with these settings; the target stays as it was and the message is shown
     */
    Connector create(ConnectorContext context) throws Exception;
}
