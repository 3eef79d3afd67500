package io.hmsbridge.core.mapping;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * One field of a packet and where its value comes from.
 *
 * @param source the path inside the event's data
 * @param old the path of the value before the change, if the event may carry one; empty if not
 * @param target the field's name in the target
 */
record FieldMapping(List<String> source, List<String> old, String target) {

    private static final String NEW = "new_";
    private static final String OLD = "old_";

    /** What a path leads to when there is nothing: JSON null is a value. */
    enum Absent {
        ABSENT
    }

    /** {@code new_rate} is known to have changed if there is an {@code old_rate} that differs. */
    static FieldMapping of(String source, String target) {
        var path = List.of(source.split("\\.", -1));
        var last = path.getLast();
        if (!last.startsWith(NEW)) {
            return new FieldMapping(path, List.of(), target);
        }
        var old = new ArrayList<>(path);
        old.set(old.size() - 1, OLD + last.substring(NEW.length()));
        return new FieldMapping(path, List.copyOf(old), target);
    }

    /** The value now, or {@link Absent}. */
    Object value(Map<String, Object> data) {
        return at(source, data);
    }

    /** The event says that the value is what it was. */
    boolean isUnchanged(Object value, Map<String, Object> data) {
        if (old.isEmpty()) {
            return false;
        }
        var before = at(old, data);
        return !(before instanceof Absent) && Objects.equals(before, value);
    }

    private static Object at(List<String> path, Map<String, Object> data) {
        Object value = data;
        for (var name : path) {
            if (!(value instanceof Map<?, ?> map) || !map.containsKey(name)) {
                return Absent.ABSENT;
            }
            value = map.get(name);
        }
        return value;
    }
}
