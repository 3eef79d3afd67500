package io.hmsbridge.core.yaml;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A map.
 *
 * @param position where it begins
 * @param entries  its entries by key, in the document's order
 */
public record YamlMap(Position position, Map<String, Entry> entries) implements YamlNode {

    /**
     * One entry.
     *
     * @param keyPosition where the key is
     * @param value       its value
     */
    public record Entry(Position keyPosition, YamlNode value) {
    }

    /** Keeps the order and takes a copy. */
    public YamlMap {
        entries = Collections.unmodifiableMap(new LinkedHashMap<>(entries));
    }

    @Override
    public Map<String, Object> toValue() {
        var values = new LinkedHashMap<String, Object>();
        entries.forEach((key, entry) -> values.put(key, entry.value().toValue()));
        return Collections.unmodifiableMap(values);
    }

    @Override
    public String kind() {
        return "a map";
    }
}
