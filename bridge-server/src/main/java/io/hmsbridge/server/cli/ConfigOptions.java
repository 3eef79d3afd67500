package io.hmsbridge.server.cli;

import io.hmsbridge.server.config.ConfigFile;
import io.hmsbridge.server.config.ConfigKey;
import io.hmsbridge.server.config.ConfigReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import picocli.CommandLine.Option;

/** Which configuration counts: a file, and options that go before it. */
final class ConfigOptions {

    @Option(names = "--config", paramLabel = "FILE",
            description = "The configuration (default: bridge.yaml here, then that of the installation, if there is one).")
    private Path config;

    @Option(names = "--profile", paramLabel = "NAME",
            description = "An overlay of the configuration: prod adds bridge.prod.yaml (default: BRIDGE_PROFILE).")
    private String profile;

    @Option(names = "--port", paramLabel = "PORT", description = "Port to listen on; 0 takes a free one.")
    private String port;

    @Option(names = "--data", paramLabel = "FOLDER", description = "Folder for what the server keeps.")
    private String data;

    @Option(names = "--mappings", paramLabel = "FOLDER", description = "Folder of the mapping sheets.")
    private String mappings;

    @Option(names = "--plugins", paramLabel = "FOLDER", description = "Folder of the plugin jars.")
    private String plugins;

    ConfigFile file() {
        var file = config == null ? ConfigFile.ifPresent(Home.ofThisProcess().configFile(Path.of("")))
                : ConfigFile.named(config);
        return profile == null || profile.isBlank() ? file : file.withProfile(profile);
    }

    /** For people: which file it is, or that there is none. */
    String whichFile() {
        var path = file().path();
        return Files.exists(path) ? "configuration file " + path : "no configuration file " + path;
    }

    ConfigReader reader() {
        return reader(Map.of());
    }

    /** @param more goes before the options */
    ConfigReader reader(Map<ConfigKey, String> more) {
        var options = new EnumMap<ConfigKey, String>(ConfigKey.class);
        put(options, ConfigKey.HTTP_PORT, port);
        put(options, ConfigKey.DATA, data);
        put(options, ConfigKey.MAPPINGS, mappings);
        put(options, ConfigKey.PLUGINS, plugins);
        options.putAll(more);
        return new ConfigReader(System.getenv(), options, Home.ofThisProcess().defaults());
    }

    private static void put(Map<ConfigKey, String> options, ConfigKey key, String value) {
        if (value != null) {
            options.put(key, value);
        }
    }
}
