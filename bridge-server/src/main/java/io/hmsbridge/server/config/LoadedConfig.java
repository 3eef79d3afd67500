package io.hmsbridge.server.config;

import io.hmsbridge.api.SettingsException;
import io.hmsbridge.api.SettingsSpec;
import io.hmsbridge.core.outbox.TargetSpec;
import io.hmsbridge.core.yaml.Position;
import io.hmsbridge.core.yaml.Problem;
import io.hmsbridge.core.yaml.Suggestion;
import io.hmsbridge.core.yaml.YamlMap;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/** A configuration that can be used, and where its values came from. Immutable. */
public final class LoadedConfig {

    private final BridgeConfig config;
    private final List<Problem> warnings;
    private final YamlMap tree;
    private final Map<List<String>, String> placeholders;
    private final Map<Path, String> files;

    /**
     * @param tree         every value in force, with its place
     * @param placeholders by the path of each value that was filled in, what it was filled in from
     * @param files        what was read, see {@link ReadFiles#digests}
     */
    LoadedConfig(BridgeConfig config, List<Problem> warnings, YamlMap tree, Map<List<String>, String> placeholders,
            Map<Path, String> files) {
        this.config = config;
        this.warnings = List.copyOf(warnings);
        this.tree = tree;
        this.placeholders = Map.copyOf(placeholders);
        this.files = Map.copyOf(files);
    }

    /** The configuration. */
    public BridgeConfig config() {
        return config;
    }

    /** What its author should know. */
    public List<Problem> warnings() {
        return warnings;
    }

    /** What a connector found wrong with a target's settings, each problem with the place where the setting is written. */
    public List<Problem> problems(String target, SettingsException refused) {
        return refused.problems().stream()
                .map(problem -> place("targets", target, "settings", problem.setting()).error(
                        "target `" + target + "`: " + problem.message(),
                        ""))
                .sorted().toList();
    }

    /** The settings of a target that are written under names that they had before: they still work. */
    public List<Problem> renamed(TargetSpec target, SettingsSpec spec) {
        return spec.formerNames().entrySet().stream().filter(former -> target.settings().containsKey(former.getKey()))
                .map(former -> place("targets", target.name(), "settings", former.getKey()).warning(
                        "target `%s`: the setting `%s` is named `%s` now".formatted(target.name(), former.getKey(),
                                former.getValue()),
                        Former.MEND))
                .sorted().toList();
    }

    /** That no plugin offers the connector of a target. */
    public Problem unknownConnector(TargetSpec target, Collection<String> connectors) {
        return place("targets", target.name(), "connector").warning(
                "no plugin offers the connector %s of target %s; its packets wait".formatted(target.connector(),
                        target.name()),
                Suggestion.didYouMean(target.connector(), connectors, "Drop its plugin into the plugins folder."));
    }

    private Position place(String... path) {
        YamlMap map = tree;
        var place = tree.position();
        for (var key : path) {
            var entry = map.entries().get(key);
            if (entry == null) {
                return place;
            }
            place = entry.keyPosition();
            if (!(entry.value() instanceof YamlMap child)) {
                return place;
            }
            map = child;
        }
        return place;
    }

    YamlMap tree() {
        return tree;
    }

    Map<List<String>, String> placeholders() {
        return placeholders;
    }

    Map<Path, String> files() {
        return files;
    }
}
