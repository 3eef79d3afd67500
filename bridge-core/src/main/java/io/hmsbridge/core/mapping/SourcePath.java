package io.hmsbridge.core.mapping;

import io.hmsbridge.core.mapping.Steps.Step;
import io.hmsbridge.core.mapping.expression.Absent;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Where a value stands inside an event's data, or inside one element of it. Immutable. */
final class SourcePath {

    private static final String NEW = "new_";
    private static final String OLD = "old_";
    private static final Map<String, String> PREVIOUS = Map.of("after", "before", "new", "old");

    private final List<Step> steps;
    /** The steps if all of them are names, for speed; else null. */
    private final String[] names;

    SourcePath(List<Step> steps) {
        this.steps = List.copyOf(steps);
        names = steps.stream().allMatch(step -> step instanceof Step.Name)
                ? steps.stream().map(step -> ((Step.Name) step).name()).toArray(String[]::new) : null;
    }

    /** @throws IllegalArgumentException saying what is wrong, to go on after the path */
    static SourcePath parse(String text) {
        return new SourcePath(Steps.parse(text));
    }

    /** The value in there, or {@link Absent}. */
    Object in(Object root) {
        return names == null ? follow(root, 0) : byNames(root);
    }

    /** Whether it begins with this name. */
    boolean startsWith(String name) {
        return steps.getFirst().equals(new Step.Name(name));
    }

    /** The name of what stands there. */
    String lastName() {
        return Steps.lastName(steps);
    }

    /** Without its first step. */
    SourcePath rest() {
        return new SourcePath(steps.subList(1, steps.size()));
    }

    /**
     * Where the value before the change stands, if events say so: {@code old_rate} for {@code new_rate}, {@code before.rate} for
     * {@code after.rate}, {@code old.rate} for {@code new.rate}.
     */
    Optional<SourcePath> previous() {
        var previous = new ArrayList<>(steps);
        for (int i = 0; i < steps.size() - 1; i++) {
            if (steps.get(i) instanceof Step.Name(var name) && PREVIOUS.containsKey(name)) {
                previous.set(i, new Step.Name(PREVIOUS.get(name)));
                return Optional.of(new SourcePath(previous));
            }
        }
        if (!steps.isEmpty() && steps.getLast() instanceof Step.Name(var name) && name.startsWith(NEW)) {
            previous.set(steps.size() - 1, new Step.Name(OLD + name.substring(NEW.length())));
            return Optional.of(new SourcePath(previous));
        }
        return Optional.empty();
    }

    private Object byNames(Object root) {
        var value = root;
        for (var name : names) {
            if (!(value instanceof Map<?, ?> map)) {
                return Absent.ABSENT;
            }
            value = map.get(name);
            if (value == null && !map.containsKey(name)) {
                return Absent.ABSENT;
            }
        }
        return value;
    }

    private Object follow(Object value, int from) {
        if (from == steps.size()) {
            return value;
        }
        return switch (steps.get(from)) {
            case Step.Name(var name) -> value instanceof Map<?, ?> map && map.containsKey(name)
                    ? follow(map.get(name), from + 1) : Absent.ABSENT;
            case Step.Index(var index) -> value instanceof List<?> list && index < list.size()
                    ? follow(list.get(index), from + 1) : Absent.ABSENT;
            case Step.Each _ -> value instanceof List<?> list ? each(list, from + 1) : Absent.ABSENT;
        };
    }

    /** An element that lacks the rest gives null, so that the others keep their places. */
    private List<Object> each(List<?> list, int from) {
        var values = new ArrayList<>(list.size());
        for (var element : list) {
            var value = follow(element, from);
            values.add(value instanceof Absent ? null : value);
        }
        return values;
    }
}
