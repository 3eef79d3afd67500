package io.hmsbridge.core.yaml;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Reads the entries of a map as the types they should have. What is wrong is added to the document's problems, and
 * reading goes on, so that people see everything at once:
 *
 * {@snippet :
 * var sheet = document.map().allowOnly("source_event", "targets");
 * String event = sheet.text("source_event").required();
 * for (String name : sheet.requiredChild("targets").keys()) { ... }
 * if (document.problems().hasErrors()) { ... }
 * }
 *
 * <p>An entry with a null value counts as absent.
 */
public final class MapReader {

    private final YamlMap map;
    private final Problems problems;

    private MapReader(YamlMap map, Problems problems) {
        this.map = map;
        this.problems = problems;
    }

    /** A reader for this map that adds to these problems. */
    public static MapReader of(YamlMap map, Problems problems) {
        return new MapReader(map, problems);
    }

    /** The map itself. */
    public YamlMap node() {
        return map;
    }

    /** The keys, in the document's order. */
    public List<String> keys() {
        return List.copyOf(map.entries().keySet());
    }

    /** Reports every key but these, with the one that was probably meant. */
    public MapReader allowOnly(String... keys) {
        return allowOnlyOr(List.of(keys), _ -> false);
    }

    /** As {@link #allowOnly}, but for keys that are reported in other words. */
    public MapReader allowOnlyOr(List<String> allowed, Predicate<String> reported) {
        map.entries().forEach((key, entry) -> {
            if (!allowed.contains(key) && !reported.test(key)) {
                problems.add(entry.keyPosition().error("unknown key `" + key + "`",
                        Suggestion.didYouMean(key, allowed, "Known here: " + String.join(", ", allowed) + ".")));
            }
        });
        return this;
    }

    /** The value as it stands, where there is one. */
    public Optional<YamlNode> node(String key) {
        return Optional.ofNullable(map.entries().get(key)).map(YamlMap.Entry::value)
                .filter(node -> !(node instanceof YamlScalar scalar && scalar.isNull()));
    }

    /** A single value as written, be it text, a number or a flag. */
    public Field<String> text(String key) {
        return scalar(key, "text", "", YamlScalar::text, "");
    }

    /** One of these words. */
    public Field<String> choice(String key, Collection<String> words) {
        var field = text(key);
        return field.check(words::contains, "`" + key + "` must be one of " + String.join(", ", words),
                Suggestion.didYouMean(field.orElse(""), words, ""));
    }

    /** A whole number that fits 64 bits. */
    public Field<Long> integer(String key) {
        return scalar(key, "a whole number", "", scalar -> meaning(scalar) instanceof Long number ? number : null, 0L);
    }

    /** Any number, exact. */
    public Field<BigDecimal> decimal(String key) {
        return scalar(key, "a number", "", scalar -> switch (meaning(scalar)) {
            case Long number -> BigDecimal.valueOf(number);
            case BigInteger number -> new BigDecimal(number);
            case BigDecimal number -> number;
            case null, default -> null;
        }, BigDecimal.ZERO);
    }

    /** True or false. */
    public Field<Boolean> flag(String key) {
        return scalar(key, "true or false", "", scalar -> meaning(scalar) instanceof Boolean flag ? flag : null, false);
    }

    /** A duration: {@code 500ms}, {@code 10s}, {@code 5m}, {@code 4h}, {@code 14d} or ISO-8601 ({@code PT5S}). */
    public Field<Duration> duration(String key) {
        return scalar(key, "a duration", "Write it with a unit, like 500ms, 10s, 5m, 4h or 14d.",
                scalar -> Durations.parse(scalar.text()).orElse(null), Duration.ZERO);
    }

    /** A list of texts; a single text counts as a list of one. */
    public Field<List<String>> texts(String key) {
        return field(key, "a list of texts", "", node -> switch (node) {
            case YamlScalar scalar -> List.of(scalar.text());
            case YamlList list when list.items().stream().allMatch(MapReader::isText) ->
                    list.items().stream().map(item -> ((YamlScalar) item).text()).toList();
            default -> null;
        }, List.of());
    }

    /** A map of plain values, see {@link YamlNode#toValue()}. */
    public Field<Map<String, Object>> values(String key) {
        return field(key, "a map", "", node -> node instanceof YamlMap values ? values.toValue() : null, Map.of());
    }

    /** A reader for the map under this key. Where it is absent, or no map, the reader is empty and silent. */
    public MapReader child(String key) {
        return map(key).orElse(silent());
    }

    /** As {@link #child}, and reports where it is absent. */
    public MapReader requiredChild(String key) {
        return map(key).required();
    }

    /** Readers for the maps in the list under this key; none where it is absent. Reports items that are no maps. */
    public List<MapReader> children(String key) {
        var list = field(key, "a list of maps", "", node -> node instanceof YamlList items ? items : null, null);
        var readers = new ArrayList<MapReader>();
        list.optional().stream().flatMap(items -> items.items().stream()).forEach(item -> {
            if (item instanceof YamlMap child) {
                readers.add(of(child, problems));
            } else {
                report(item.position(), "an item of `" + key + "` must be a map, not " + item.kind(), "");
            }
        });
        return List.copyOf(readers);
    }

    /** Adds an error at the value of this key (at the map, if there is none). */
    public void error(String key, String message, String suggestion) {
        var entry = map.entries().get(key);
        report(entry == null ? map.position() : entry.value().position(), message, suggestion);
    }

    /** Adds an error inside the text of this key, at one of its characters from 1 on, where it stands on one line as it is. */
    public void errorWithin(String key, int character, String message, String suggestion) {
        problems.add(within(key, character).error(message, suggestion));
    }

    private Position within(String key, int character) {
        var entry = map.entries().get(key);
        if (entry == null) {
            return map.position();
        }
        var begin = entry.value().position();
        var line = begin.source().line(begin.line());
        int shift = begin.column() <= line.length() && "\"'".indexOf(line.charAt(begin.column() - 1)) >= 0 ? 1 : 0;
        boolean asItIs = entry.value() instanceof YamlScalar scalar
                && line.startsWith(scalar.text(), begin.column() - 1 + shift);
        return asItIs && character > 0
                ? new Position(begin.source(), begin.line(), begin.column() + shift + character - 1)
                : begin;
    }

    /** Adds an error at this key itself. */
    public void errorAtKey(String key, String message, String suggestion) {
        problems.add(keyPosition(key).error(message, suggestion));
    }

    /** Adds a warning at this key. */
    public void warning(String key, String message, String suggestion) {
        problems.add(keyPosition(key).warning(message, suggestion));
    }

    /** Where the value of this key begins; where the map begins, if it has no such key. */
    public Position position(String key) {
        var entry = map.entries().get(key);
        return entry == null ? map.position() : entry.value().position();
    }

    /** Where this key is; where the map begins, if it has no such key. */
    public Position keyPosition(String key) {
        var entry = map.entries().get(key);
        return entry == null ? map.position() : entry.keyPosition();
    }

    void reportMissing(String key) {
        var entry = map.entries().get(key);
        if (entry == null) {
            problems.add(map.position().error("`" + key + "` is missing", ""));
        } else if (!problems.hasErrorAt(entry.value().position())) {
            problems.add(entry.keyPosition().error("`" + key + "` has no value", ""));
        }
    }

    private Field<MapReader> map(String key) {
        return field(key, "a map", "", node -> node instanceof YamlMap child ? of(child, problems) : null, silent());
    }

    private <T> Field<T> scalar(String key, String expected, String suggestion, Function<YamlScalar, T> conversion,
            T placeholder) {
        return field(key, expected, suggestion,
                node -> node instanceof YamlScalar scalar ? conversion.apply(scalar) : null, placeholder);
    }

    private <T> Field<T> field(String key, String expected, String suggestion, Function<YamlNode, T> conversion,
            T placeholder) {
        YamlNode node = node(key).orElse(null);
        T value = node == null ? null : conversion.apply(node);
        if (node != null && value == null) {
            report(node.position(), "`" + key + "` must be " + expected, suggestion);
        }
        return new Field<>(this, key, node, value, placeholder);
    }

    private void report(Position position, String message, String suggestion) {
        if (!problems.hasErrorAt(position)) {
            problems.add(position.error(message, suggestion));
        }
    }

    /** What the scalar would mean without quotes: a placeholder that was filled in is mostly quoted. */
    private static Object meaning(YamlScalar scalar) {
        return scalar.toValue() instanceof String text ? CoreSchema.value(text) : scalar.toValue();
    }

    private static boolean isText(YamlNode node) {
        return node instanceof YamlScalar scalar && !scalar.isNull();
    }

    private MapReader silent() {
        return of(new YamlMap(map.position(), Map.of()), new Problems());
    }
}
