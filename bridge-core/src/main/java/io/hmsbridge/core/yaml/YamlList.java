package io.hmsbridge.core.yaml;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * A list.
 *
 * @param position where it begins
 * @param items    its items
 */
public record YamlList(Position position, List<YamlNode> items) implements YamlNode {

    /** Takes a copy. */
    public YamlList {
        items = List.copyOf(items);
    }

    @Override
    public List<Object> toValue() {
        var values = new ArrayList<>(items.size());
        items.forEach(item -> values.add(item.toValue()));
        return Collections.unmodifiableList(values);
    }

    @Override
    public String kind() {
        return "a list";
    }
}
