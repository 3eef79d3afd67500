package io.hmsbridge.server.config;

import io.hmsbridge.core.yaml.Position;
import io.hmsbridge.core.yaml.YamlMap;
import io.hmsbridge.core.yaml.YamlNode;
import io.hmsbridge.core.yaml.YamlScalar;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Lays configurations over each other: defaults, files, environment. Maps merge by key, anything else replaces, and an
 * empty value sets nothing.
 */
final class Layers {

    private Layers() {
    }

    /** Both, the upper one before the lower one; keys keep the order of the lower one. */
    static YamlMap merge(YamlMap lower, YamlMap upper) {
        var entries = new LinkedHashMap<>(lower.entries());
        upper.entries().forEach((key, above) -> entries.merge(key, above, Layers::merge));
        return new YamlMap(written(lower.position(), upper.position()), entries);
    }

    private static YamlMap.Entry merge(YamlMap.Entry lower, YamlMap.Entry upper) {
        var place = written(lower.keyPosition(), upper.keyPosition());
        if (lower.value() instanceof YamlMap below) {
            if (upper.value() instanceof YamlMap above) {
                return new YamlMap.Entry(place, merge(below, above));
            }
            if (setsNothing(upper.value())) {
                return new YamlMap.Entry(place, new YamlMap(upper.value().position(), below.entries()));
            }
        }
        return setsNothing(upper.value()) ? lower : upper;
    }

    /** A map is best looked for where a person began to write it. */
    private static Position written(Position lower, Position upper) {
        return lower.inFile() ? lower : upper;
    }

    private static boolean setsNothing(YamlNode node) {
        return node instanceof YamlScalar scalar && scalar.isNull();
    }

    /** A map of maps down to this one value. */
    static YamlMap at(List<String> path, YamlNode value) {
        var below = path.size() == 1 ? value : at(path.subList(1, path.size()), value);
        return new YamlMap(value.position(), Map.of(path.getFirst(), new YamlMap.Entry(value.position(), below)));
    }

    /**
     * The defaults, with those of each target.
     *
     * @param installed defaults in the place of a key's own
     */
    static YamlMap defaults(Set<String> targets, Map<ConfigKey, String> installed) {
        var place = Position.outsideFiles("default");
        var defaults = new YamlMap(place, Map.of());
        for (var key : ConfigKey.values()) {
            var paths = key.ofTarget() ? targets.stream().map(key::segments).toList() : List.of(key.segments());
            String value = installed.getOrDefault(key, key.fallback());
            for (var path : value.isEmpty() ? List.<List<String>>of() : paths) {
                defaults = merge(defaults, at(path, new YamlScalar(place, value, value)));
            }
        }
        return defaults;
    }

    /** The names of the targets that are written here. */
    static Set<String> targets(YamlMap tree) {
        var entry = tree.entries().get("targets");
        return entry != null && entry.value() instanceof YamlMap targets ? targets.entries().keySet() : Set.of();
    }
}
