package io.hmsbridge.server.authoring;

import io.hmsbridge.core.plugin.LoadedPlugin;
import io.hmsbridge.core.plugin.PluginHost;
import io.hmsbridge.core.plugin.PluginTrust;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** What a server would make of a folder of plugins. */
public final class PluginFolder {

    private PluginFolder() {}

    /** Loads the folder's plugins to ask them what they are, and lets them go; no connector is made. */
    public static List<LoadedPlugin> of(Path plugins, PluginTrust trust) throws IOException {
        var work = Files.createTempDirectory("hms-bridge-plugins-");
        try (var host = PluginHost.open(plugins, work, trust)) {
            return host.plugins();
        } finally {
            SourcePlugin.delete(work);
        }
    }
}
