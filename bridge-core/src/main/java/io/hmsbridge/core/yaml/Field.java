package io.hmsbridge.core.yaml;

import java.util.Optional;
import java.util.function.Predicate;

/**
 * One entry of a map, read as a type. What is wrong with the value was already reported when the field was made, so
 * each method here gives something to go on with.
 *
 * @param <T> the type
 */
public final class Field<T> {

    private final String key;
    private final YamlNode node;
    private final T value;
    private final T placeholder;
    private final MapReader map;

    /** The node is null where the entry is absent, the value where it is absent or was found wrong. */
    Field(MapReader map, String key, YamlNode node, T value, T placeholder) {
        this.map = map;
        this.key = key;
        this.node = node;
        this.value = value;
        this.placeholder = placeholder;
    }

    /** The value. Where it is absent, that is a problem; the answer is then an empty or zero one. */
    public T required() {
        if (node == null) {
            map.reportMissing(key);
        }
        return value == null ? placeholder : value;
    }

    /** The value, or another where it is absent. */
    public T orElse(T other) {
        return value == null ? other : value;
    }

    /** The value, or empty where it is absent. */
    public Optional<T> optional() {
        return Optional.ofNullable(value);
    }

    /** Reports the value, where there is one, unless it passes. */
    public Field<T> check(Predicate<T> passes, String message, String suggestion) {
        if (value == null || passes.test(value)) {
            return this;
        }
        map.error(key, message, suggestion);
        return new Field<>(map, key, node, null, placeholder);
    }
}
