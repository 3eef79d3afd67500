package io.hmsbridge.core.mapping;

import io.hmsbridge.core.mapping.Steps.Step;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Where a value goes in a packet. Immutable.
 *
 * @param text as people wrote it
 */
record TargetPath(String text, List<Step> steps) {

    /** Names that steer the objects of some languages instead of naming a field. */
    private static final Set<String> DANGEROUS = Set.of("__proto__", "constructor", "prototype");

    /** @throws IllegalArgumentException saying what is wrong, to go on after the path */
    static TargetPath parse(String text) {
        var steps = Steps.parse(text);
        if (steps.stream().anyMatch(step -> step instanceof Step.Name(var name) && DANGEROUS.contains(name))) {
            throw new IllegalArgumentException(
                    "is a name that no field may have: it can take over a program that reads it");
        }
        if (steps.stream().filter(step -> step instanceof Step.Each).count() > 1) {
            throw new IllegalArgumentException("has more than one `[*]`");
        }
        return new TargetPath(text, steps);
    }

    boolean isSpread() {
        return steps.stream().anyMatch(step -> step instanceof Step.Each);
    }

    /** Whether one of the two would overwrite the other, or a part of it. */
    boolean clashesWith(TargetPath other) {
        int common = Math.min(steps.size(), other.steps.size());
        return steps.subList(0, common).equals(other.steps.subList(0, common));
    }

    /** The first name: what a connector knows as a field. */
    String field() {
        return ((Step.Name) steps.getFirst()).name();
    }

    /** Puts a value into a packet, making what is on the way. */
    void put(Map<String, Object> packet, Object value) {
        if (steps.size() == 1) {
            packet.put(field(), value);
        } else {
            put(packet, 0, value);
        }
    }

    @SuppressWarnings("unchecked") // maps on the way were made here
    private Object put(Object container, int at, Object value) {
        if (at == steps.size()) {
            return value;
        }
        return switch (steps.get(at)) {
            case Step.Name(var name) -> {
                var map = container == null ? new LinkedHashMap<String, Object>() : (Map<String, Object>) container;
                map.put(name, put(map.get(name), at + 1, value));
                yield map;
            }
            case Step.Index(var index) -> {
                var list = container == null ? new ArrayList<>() : (List<Object>) container;
                fill(list, index + 1);
                list.set(index, put(list.get(index), at + 1, value));
                yield list;
            }
            case Step.Each _ -> {
                var list = container == null ? new ArrayList<>() : (List<Object>) container;
                var values = value instanceof List<?> many ? many : List.of(value);
                fill(list, values.size());
                for (int i = 0; i < values.size(); i++) {
                    list.set(i, put(list.get(i), at + 1, values.get(i)));
                }
                yield list;
            }
        };
    }

    private static void fill(List<Object> list, int size) {
        while (list.size() < size) {
            list.add(null);
        }
    }

    /** As a JSON Pointer (RFC 6901). */
    String pointer() {
        var pointer = new StringBuilder();
        for (var step : steps) {
            pointer.append('/').append(switch (step) {
                case Step.Name(var name) -> escaped(name);
                case Step.Index(var index) -> String.valueOf(index);
                case Step.Each _ -> "-";
            });
        }
        return pointer.toString();
    }

    static String escaped(String name) {
        return name.replace("~", "~0").replace("/", "~1");
    }
}
