package io.hmsbridge.server.cli;

import io.hmsbridge.server.config.ConfigKey;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * Where things are unless someone says otherwise. The start script tells its own folder, so that the command works from
 * anywhere; without it the working folder counts.
 *
 * @param plugins the plugin jars
 */
record Home(Path folder, Path plugins) {

    static Home ofThisProcess() {
        var folder = Path.of(System.getProperty("bridge.home", ""));
        return new Home(folder, Path.of(System.getProperty("bridge.plugins", folder.resolve("plugins").toString())));
    }

    Path data() {
        return folder.resolve("data");
    }

    /** A Maven repository with the API and the test kit, beside the plugins. */
    Path sdk() {
        return plugins.toAbsolutePath().resolveSibling("sdk");
    }

    /** The working folder's {@code bridge.yaml} if there is one, as {@code config init} writes it, else our own. */
    Path configFile(Path workingFolder) {
        var here = workingFolder.resolve("bridge.yaml");
        if (Files.exists(here)) {
            return here;
        }
        var installed = folder.resolve("conf/bridge.yaml");
        return Files.exists(installed) ? installed : folder.resolve("bridge.yaml");
    }

    /** Defaults in the place of those that are relative to the working folder. */
    Map<ConfigKey, String> defaults() {
        return Map.of(
                ConfigKey.DATA, data().toString(),
                ConfigKey.MAPPINGS, folder.resolve("mappings").toString(),
                ConfigKey.PLUGINS, plugins.toString(),
                ConfigKey.PLUGINS_TRUSTED, plugins.resolveSibling("trust").toString());
    }
}
