package io.hmsbridge.server.config;

import io.hmsbridge.core.yaml.Position;
import io.hmsbridge.core.yaml.Problems;
import io.hmsbridge.core.yaml.YamlDocument;
import io.hmsbridge.core.yaml.YamlMap;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * Reads the configuration. A value is looked for in this order: the command line, the environment
 * ({@code BRIDGE_HTTP_PORT}), the overlay of the profile, the file, the default. Reading has no effect on anything.
 */
public final class ConfigReader {

    /** The environment variable that chooses an overlay. */
    static final String PROFILE = "BRIDGE_PROFILE";

    /** One try to read: what was read, and what came of it. */
    record Attempt(Map<Path, String> files, Problems problems, Optional<LoadedConfig> loaded) {

        LoadedConfig orThrow() throws ConfigException {
            return loaded.orElseThrow(() -> new ConfigException(problems.list()));
        }
    }

    private final Map<String, String> environment;
    private final Map<ConfigKey, String> options;
    private final Map<ConfigKey, String> defaults;

    /**
     * Without options from a command line.
     *
     * @param environment as {@link System#getenv()} has it
     */
    public ConfigReader(Map<String, String> environment) {
        this(environment, Map.of());
    }

    /**
     * With options from a command line; none of them a key of a target.
     *
     * @param environment as {@link System#getenv()} has it
     */
    public ConfigReader(Map<String, String> environment, Map<ConfigKey, String> options) {
        this(environment, options, Map.of());
    }

    /**
     * For an installation that has its folders in other places than the working folder.
     *
     * @param environment as {@link System#getenv()} has it
     * @param options     from a command line
     * @param defaults    for keys that nothing sets, in the place of those of {@link ConfigKey}
     */
    public ConfigReader(Map<String, String> environment, Map<ConfigKey, String> options,
            Map<ConfigKey, String> defaults) {
        this.environment = Map.copyOf(environment);
        this.options = Map.copyOf(options);
        this.defaults = Map.copyOf(defaults);
    }

    /**
     * Reads the file, its overlay and every file it names.
     *
     * @throws ConfigException with every problem, if there is one that is not a mere warning
     */
    public LoadedConfig read(ConfigFile file) throws ConfigException {
        return attempt(file).orThrow();
    }

    Attempt attempt(ConfigFile file) {
        var problems = new Problems();
        var files = new ReadFiles();
        var written = written(withProfile(file), files, problems);
        var overrides = new Overrides(environment, options, Layers.targets(written));
        var placeholders = new Placeholders(environment, files, problems);
        var filled = placeholders.fill(Layers.merge(written, overrides.layer()));
        overrides.warnOfUnknown(placeholders.variables(), problems);
        var tree = Layers.merge(Layers.defaults(Layers.targets(filled), defaults), filled);
        var config = new Binding(problems, files, Instant.now()).bind(tree);
        if (problems.hasErrors()) {
            return new Attempt(files.digests(), problems, Optional.empty());
        }
        var loaded = new LoadedConfig(config, problems.list(), tree, placeholders.filled(), files.digests());
        return new Attempt(files.digests(), problems, Optional.of(loaded));
    }

    /** With the overlay that the environment chooses, unless the file has one already. */
    public ConfigFile withProfile(ConfigFile file) {
        String profile = environment.getOrDefault(PROFILE, "");
        return file.profile().isPresent() || profile.isEmpty() ? file : file.withProfile(profile);
    }

    private static YamlMap written(ConfigFile file, ReadFiles files, Problems problems) {
        var written = new YamlMap(Position.outsideFiles(file.path().toString()), Map.of());
        for (var layer : file.layers()) {
            written = Layers.merge(written, parsed(layer, files, problems));
        }
        return written;
    }

    private static YamlMap parsed(ConfigFile file, ReadFiles files, Problems problems) {
        String name = file.path().toString();
        var nothing = new YamlMap(Position.outsideFiles(name), Map.of());
        try {
            var document = YamlDocument.parse(name, files.read(file.path(), YamlDocument.MAX_BYTES));
            var map = Former.renewed(document.map().node(), problems);
            problems.addAll(document.problems());
            return map;
        } catch (IOException e) {
            if (file.required() || Files.exists(file.path())) {
                problems.add(nothing.position().error("the configuration cannot be used: " + e.getMessage(),
                        "`bridge config init` writes a new one."));
            }
            return nothing;
        }
    }
}
