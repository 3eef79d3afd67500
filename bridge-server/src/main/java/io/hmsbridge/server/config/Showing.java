package io.hmsbridge.server.config;

import io.hmsbridge.api.SettingType;
import io.hmsbridge.api.SettingsSpec;
import io.hmsbridge.core.outbox.TargetSpec;
import io.hmsbridge.core.yaml.Position;
import io.hmsbridge.core.yaml.YamlList;
import io.hmsbridge.core.yaml.YamlMap;
import io.hmsbridge.core.yaml.YamlNode;
import io.hmsbridge.core.yaml.YamlScalar;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Lists the values in force, without the secrets among them. */
final class Showing {

    /** Hidden even if no one marked it: a name says what its value is better than a connector that is not there. */
    private static final Pattern SECRET_NAME = Pattern.compile(
            "(?i)password|passphrase|secret|token|credential|api_?key|private_?key");
    private static final Pattern USER_INFO = Pattern.compile("(?<=://)[^/?#\\s]*@");

    private final LoadedConfig loaded;
    private final Function<String, Optional<SettingsSpec>> specs;
    private final List<ShownValue> shown = new ArrayList<>();

    /** @param specs by the name of a connector */
    Showing(LoadedConfig loaded, Function<String, Optional<SettingsSpec>> specs) {
        this.loaded = loaded;
        this.specs = specs;
    }

    List<ShownValue> values() {
        show(loaded.tree(), List.of());
        for (var key : ConfigKey.values()) {
            if (!key.ofTarget() && shown.stream().noneMatch(value -> startsWith(value.path(), key.segments()))) {
                shown.add(new ShownValue(key.segments(), null, "not set"));
            }
        }
        shown.sort(Comparator.comparing(this::rank));
        return List.copyOf(shown);
    }

    /** First by target, the keys of none before all, and then in the order of {@link ConfigKey}. */
    private int rank(ShownValue value) {
        var path = value.path();
        boolean ofTarget = path.size() > 2 && path.getFirst().equals("targets");
        int target = ofTarget ? 1 + List.copyOf(Layers.targets(loaded.tree())).indexOf(path.get(1)) : 0;
        var key = Arrays.stream(ConfigKey.values()).filter(candidate -> startsWith(path,
                ofTarget ? candidate.segments(path.get(1)) : candidate.segments())).findFirst();
        return target * ConfigKey.values().length + key.map(ConfigKey::ordinal).orElse(0);
    }

    private static boolean startsWith(List<String> path, List<String> start) {
        return path.size() >= start.size() && path.subList(0, start.size()).equals(start);
    }

    private void show(YamlMap map, List<String> path) {
        map.entries().forEach((key, entry) -> show(entry.value(), below(path, key), entry.keyPosition()));
    }

    private void show(YamlNode node, List<String> path, Position place) {
        boolean absent = node instanceof YamlScalar scalar && scalar.isNull();
        if (node instanceof YamlMap map && !map.entries().isEmpty() && !isSecret(path)) {
            show(map, path);
        } else if (!absent) {
            shown.add(
                    new ShownValue(path, isSecret(path) ? ShownValue.HIDDEN : plain(node, path), origin(place, path)));
        }
    }

    private Object plain(YamlNode node, List<String> path) {
        if (path.equals(ConfigKey.DATABASE_URL.segments())) {
            return loaded.config().database().orElseThrow().url();
        }
        return switch (node) {
            case YamlScalar scalar when scalar.toValue() instanceof String text ->
                    USER_INFO.matcher(text).replaceAll(ShownValue.HIDDEN + "@");
            case YamlScalar scalar -> scalar.toValue();
            case YamlList list -> list.items().stream().map(item -> plain(item, path)).toList();
            case YamlMap map -> {
                var values = new LinkedHashMap<String, Object>();
                map.entries().forEach((key, entry) -> {
                    var below = below(path, key);
                    values.put(key, isSecret(below) ? ShownValue.HIDDEN : plain(entry.value(), below));
                });
                yield values;
            }
        };
    }

    private static List<String> below(List<String> path, String key) {
        var longer = new ArrayList<>(path);
        longer.add(key);
        return longer;
    }

    private String origin(Position place, List<String> path) {
        var source = place.inFile() ? place.source().name() + ":" + place.line() : place.source().name();
        var placeholder = loaded.placeholders().get(path);
        return placeholder == null ? source : source + " " + placeholder;
    }

    private boolean isSecret(List<String> path) {
        return loaded.placeholders().containsKey(path) || SECRET_NAME.matcher(path.getLast()).find()
                || isSetting(path) && secretSettings(path.get(1)).contains(path.get(3));
    }

    private static boolean isSetting(List<String> path) {
        return path.size() == 4 && path.getFirst().equals("targets") && path.get(2).equals("settings");
    }

    private Set<String> secretSettings(String target) {
        return loaded.config().targets().stream().filter(spec -> spec.name().equals(target)).map(TargetSpec::connector)
                .flatMap(connector -> specs.apply(connector).stream())
                .flatMap(spec -> secrets(spec).stream()).collect(Collectors.toSet());
    }

    private static Set<String> secrets(SettingsSpec spec) {
        var names = spec.entries().stream().filter(entry -> entry.type() == SettingType.SECRET)
                .map(SettingsSpec.Entry::name).collect(Collectors.toSet());
        spec.formerNames().forEach((former, now) -> {
            if (names.contains(now)) {
                names.add(former);
            }
        });
        return names;
    }
}
