package io.hmsbridge.core.mapping;

import io.hmsbridge.core.mapping.Field.Origin;
import io.hmsbridge.core.mapping.convert.Conversion;
import io.hmsbridge.core.yaml.MapReader;
import io.hmsbridge.core.yaml.Suggestion;
import io.hmsbridge.core.yaml.YamlList;
import io.hmsbridge.core.yaml.YamlMap;
import io.hmsbridge.core.yaml.YamlNode;
import io.hmsbridge.core.yaml.YamlScalar;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads the fields of one target: {@code map}, {@code set}, {@code constants}, and what is said of each. */
final class FieldsReader {

    private static final String ITEM = "item";
    private static final List<String> POLICIES = List.of("omit", "null", "dead");

    private final MapReader target;
    private final Expressions expressions;
    private final Map<String, Map<String, Object>> tables;
    private final ZoneId zone;
    private final boolean ofPart;
    /** Where each field has its value from, by the path in the packet. */
    private final Map<TargetPath, String> sources = new LinkedHashMap<>();
    private final Map<String, Missing> missing = new LinkedHashMap<>();

    FieldsReader(MapReader target, Expressions expressions, Map<String, Map<String, Object>> tables, ZoneId zone,
            boolean ofPart) {
        this.target = target;
        this.expressions = expressions;
        this.tables = tables;
        this.zone = zone;
        this.ofPart = ofPart;
    }

    /** The fields that come straight from the event. Call it before {@link #added}. */
    List<Field> mapped() {
        readMissing();
        var map = target.child("map");
        var fields = new ArrayList<Field>();
        for (var source : map.keys()) {
            mapped(map, source, fields);
        }
        return fields;
    }

    private void mapped(MapReader map, String source, List<Field> fields) {
        var origin = origin(map, source);
        for (var node : targets(map, source)) {
            var path = targetPath(map, source, node, source);
            if (origin.isPresent() && path.isPresent()) {
                fields.add(field(path.get(), origin.get(), source, where(map, source)));
            }
        }
    }

    private Optional<Origin> origin(MapReader map, String source) {
        try {
            var path = SourcePath.parse(source);
            boolean ofItem = ofPart && path.startsWith(ITEM);
            var inside = ofItem ? path.rest() : path;
            return Optional.of(new Origin.Path(source, inside, inside.previous().orElse(null), ofItem));
        } catch (IllegalArgumentException e) {
            map.errorAtKey(source, "the path `" + source + "` " + e.getMessage(), "Write steps as in: employee.grade");
            return Optional.empty();
        }
    }

    private static List<YamlScalar> targets(MapReader map, String source) {
        var node = map.node(source).orElse(null);
        var nodes = node instanceof YamlList list ? list.items() : node == null ? List.<YamlNode>of() : List.of(node);
        var scalars = nodes.stream().filter(YamlScalar.class::isInstance).map(YamlScalar.class::cast).toList();
        if (nodes.isEmpty() || scalars.size() < nodes.size()) {
            map.errorAtKey(source, "`" + source + "` must name the target's field", "For example: new_rate: dailyRate");
        }
        return scalars;
    }

    /** The fields that go along. */
    List<Field> added() {
        var fields = new ArrayList<Field>();
        var set = target.child("set");
        for (var name : set.keys()) {
            var rule = expressions.read(set, name, ofPart);
            targetPath(set, name, null, name).ifPresent(path -> rule.ifPresent(
                    r -> fields.add(field(path, new Origin.Computed(r.expression()), name, where(set, name)))));
        }
        var constants = target.child("constants");
        for (var name : constants.keys()) {
            var value = constants.node(name).map(YamlNode::toValue).orElse(null);
            targetPath(constants, name, null, name).ifPresent(
                    path -> fields
                            .add(new Field(path, new Origin.Constant(value), Optional.empty(), null, new Missing.Omit(),
                                    where(constants, name))));
        }
        for (var section : List.of("convert", "lookup")) {
            checkNames(section, sources.keySet().stream().map(TargetPath::text).toList());
        }
        var names = new ArrayList<>(sources.values());
        sources.keySet().forEach(path -> names.add(path.text()));
        checkNames("missing", names);
        return fields;
    }

    /** @param node the text of the path, if it is not the key itself */
    private Optional<TargetPath> targetPath(MapReader map, String key, YamlScalar node, String source) {
        var text = node == null ? key : node.text();
        try {
            var path = TargetPath.parse(text);
            var other = sources.entrySet().stream().filter(e -> e.getKey().clashesWith(path)).findFirst();
            if (other.isPresent()) {
                report(map, key, node, "`" + text + "` already gets its value from `" + other.get().getValue() + "`",
                        "Map each field of a target once.");
                return Optional.empty();
            }
            sources.put(path, source);
            return Optional.of(path);
        } catch (IllegalArgumentException e) {
            report(map, key, node, "the field `" + text + "` " + e.getMessage(), "Write steps as in: address.city");
            return Optional.empty();
        }
    }

    private static void report(MapReader map, String key, YamlScalar node, String message, String suggestion) {
        if (node == null) {
            map.errorAtKey(key, message, suggestion);
        } else {
            map.error(key, message, suggestion);
        }
    }

    private Field field(TargetPath path, Origin origin, String source, String where) {
        var policy = missing.getOrDefault(source, missing.getOrDefault(path.text(), new Missing.Omit()));
        return new Field(path, origin, lookup(path.text()), conversion(path.text()).orElse(null), policy, where);
    }

    private Optional<Conversion> conversion(String field) {
        var convert = target.child("convert");
        return convert.node(field).isEmpty() ? Optional.empty() : ConversionReader.read(convert.child(field), zone);
    }

    private Optional<Lookup> lookup(String field) {
        var lookups = target.child("lookup");
        if (lookups.node(field).isEmpty()) {
            return Optional.empty();
        }
        boolean plain = lookups.node(field).get() instanceof YamlScalar;
        var map = plain ? lookups : lookups.child(field).allowOnly("table", "missing");
        var key = plain ? field : "table";
        var name = map.text(key).check(tables::containsKey, "there is no lookup table " + map.text(key).orElse(""),
                Suggestion.didYouMean(map.text(key).orElse(""), tables.keySet(),
                        "Write it under `lookups:` of the sheet."))
                .required();
        boolean keep = !plain
                && map.node("missing").filter(n -> n instanceof YamlScalar s && s.text().equals("keep")).isPresent();
        var policy = plain || keep || map.node("missing").isEmpty() ? new Missing.Dead()
                : policy(map, "missing").orElse(new Missing.Dead());
        return Optional.of(new Lookup(name, tables.getOrDefault(name, Map.of()), policy, keep));
    }

    private void readMissing() {
        var map = target.child("missing");
        map.keys().forEach(name -> policy(map, name).ifPresent(policy -> missing.put(name, policy)));
    }

    private static Optional<Missing> policy(MapReader map, String key) {
        if (map.node(key).orElse(null) instanceof YamlMap) {
            var value = map.child(key).allowOnly("default");
            if (value.keys().isEmpty()) {
                map.error(key, "`default` is missing", "Write it like {default: 0}.");
            }
            return Optional.of(new Missing.Value(value.node("default").map(YamlNode::toValue).orElse(null)));
        }
        // Without quotes YAML reads `null` as nothing, and here it is a word.
        var word = map.node(key).isEmpty() ? "null" : map.text(key).orElse("");
        return switch (word) {
            case "omit" -> Optional.of(new Missing.Omit());
            case "null" -> Optional.of(new Missing.Value(null));
            case "dead" -> Optional.of(new Missing.Dead());
            default -> {
                map.error(key, "`" + key + "` must be one of omit, null, dead, or {default: VALUE}",
                        Suggestion.didYouMean(word, POLICIES, ""));
                yield Optional.empty();
            }
        };
    }

    private void checkNames(String section, List<String> names) {
        var map = target.child(section);
        for (var name : map.keys()) {
            if (!names.contains(name)) {
                map.errorAtKey(name, "`" + section + "` names `" + name + "`, which this target does not have",
                        Suggestion.didYouMean(name, names, "It has: " + String.join(", ", names) + "."));
            }
        }
    }

    private static String where(MapReader map, String key) {
        var position = map.keyPosition(key);
        return position.source().name() + ":" + position.line();
    }
}
