package io.hmsbridge.server.config;

import io.hmsbridge.core.yaml.Position;
import io.hmsbridge.core.yaml.Problems;
import io.hmsbridge.core.yaml.Suggestion;
import io.hmsbridge.core.yaml.YamlMap;
import io.hmsbridge.core.yaml.YamlScalar;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Values from outside of the files: {@code BRIDGE_HTTP_PORT} and the like, and before those the options of a command
 * line. Each is taken as it is, without placeholders; an empty one sets nothing.
 */
final class Overrides {

    private static final String PREFIX = "BRIDGE_";
    /** For {@code database.url}: short, because it is what most people set. */
    private static final String DATABASE = "BRIDGE_DB";
    /** Variables of the bridge that are no keys. */
    private static final Set<String> OTHERS = Set.of(DATABASE, ConfigReader.PROFILE, "BRIDGE_URL", "BRIDGE_CA",
            "BRIDGE_CLIENT_CERTIFICATE", "BRIDGE_CLIENT_KEY");

    private final Map<String, String> environment = new TreeMap<>();
    private final Map<ConfigKey, String> options;
    private final Map<String, List<String>> paths = new LinkedHashMap<>();

    /** @param targets the targets in the files: an override can change a target, not make one */
    Overrides(Map<String, String> environment, Map<ConfigKey, String> options, Set<String> targets) {
        environment.forEach((name, value) -> {
            if (name.startsWith(PREFIX) && !value.isEmpty()) {
                this.environment.put(name, value);
            }
        });
        this.options = options;
        paths.put(DATABASE, ConfigKey.DATABASE_URL.segments());
        paths.put(Former.PLUGINS_VARIABLE, ConfigKey.PLUGINS.segments());
        for (var key : ConfigKey.values()) {
            if (!key.ofTarget()) {
                paths.put(key.variable(), key.segments());
            } else if (key == ConfigKey.TARGET_SETTINGS) {
                targets.forEach(target -> addSettings(key.segments(target)));
            } else {
                targets.forEach(target -> paths.put(ConfigKey.variable(key.segments(target)), key.segments(target)));
            }
        }
    }

    private void addSettings(List<String> settings) {
        String prefix = ConfigKey.variable(settings) + "_";
        for (var name : environment.keySet()) {
            if (name.startsWith(prefix) && name.length() > prefix.length()) {
                var path = new ArrayList<>(settings);
                path.add(name.substring(prefix.length()).toLowerCase(Locale.ROOT));
                paths.put(name, List.copyOf(path));
            }
        }
    }

    /** What they set, to be laid over the files. */
    YamlMap layer() {
        var layer = new YamlMap(Position.outsideFiles("environment"), Map.of());
        for (var path : paths.entrySet()) {
            if (environment.containsKey(path.getKey())) {
                layer = set(layer, path.getValue(), environment.get(path.getKey()), path.getKey());
            }
        }
        for (var option : options.entrySet()) {
            layer = set(layer, option.getKey().segments(), option.getValue(), "command line");
        }
        return layer;
    }

    private static YamlMap set(YamlMap layer, List<String> path, String value, String origin) {
        String text = Placeholders.literal(value);
        return Layers.merge(layer, Layers.at(path, new YamlScalar(Position.outsideFiles(origin), text, text)));
    }

    /** Warns of variables that look like ours and set nothing, unless the files ask for them. */
    void warnOfUnknown(Set<String> askedFor, Problems problems) {
        var known = new HashSet<>(paths.keySet());
        known.addAll(OTHERS);
        for (var name : environment.keySet()) {
            if (!known.contains(name) && !askedFor.contains(name)) {
                problems.add(Position.outsideFiles(name).warning("this environment variable sets nothing",
                        Suggestion.didYouMean(name, known, "")));
            }
        }
    }
}
