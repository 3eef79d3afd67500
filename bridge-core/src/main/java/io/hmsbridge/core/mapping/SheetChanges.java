package io.hmsbridge.core.mapping;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Says what is different in a sheet's new version: targets and fields that came, went or are made in another way. */
final class SheetChanges {

    /** What is told of by field. */
    private static final Set<String> OF_FIELDS = Set.of("map", "set", "constants", "convert", "lookup", "missing");

    private SheetChanges() {}

    /** In words for a log; empty if only what makes no difference changed, such as comments. */
    static String between(MappingSheet before, MappingSheet now) {
        var changes = new ArrayList<String>();
        if (!before.events().equals(now.events())) {
            changes.add("source_event " + before.sourceEvent() + " → " + now.sourceEvent());
        }
        if (!same(before.when(), now.when())) {
            changes.add("when");
        }
        if (!same(before.key(), now.key())) {
            changes.add("key");
        }
        var old = byName(before);
        var fresh = byName(now);
        fresh.keySet().stream().filter(name -> !old.containsKey(name)).forEach(name -> changes.add("target +" + name));
        old.keySet().stream().filter(name -> !fresh.containsKey(name)).forEach(name -> changes.add("target -" + name));
        fresh.forEach((name, target) -> {
            if (old.containsKey(name)) {
                var fields = fields(old.get(name), target);
                if (!fields.isEmpty()) {
                    changes.add(name + ": " + String.join(" ", fields));
                }
            }
        });
        return String.join("; ", changes);
    }

    private static List<String> fields(TargetMapping before, TargetMapping now) {
        var changes = new ArrayList<String>();
        now.fields().stream().filter(f -> !before.fields().contains(f)).forEach(f -> changes.add("+" + f));
        before.fields().stream().filter(f -> !now.fields().contains(f)).forEach(f -> changes.add("-" + f));
        Stream.concat(now.plan().mapped().stream(), now.plan().added().stream())
                .filter(field -> isMadeOtherwise(field, before, now)).map(field -> "~" + field.target().text())
                .forEach(changes::add);
        Stream.concat(now.written().keySet().stream(), before.written().keySet().stream()).distinct()
                .filter(key -> !OF_FIELDS.contains(key))
                .filter(key -> !Objects.equals(now.written().get(key), before.written().get(key)))
                .forEach(changes::add);
        if (before.plan().shadow() != now.plan().shadow() && !changes.contains("mode")) {
            changes.add("mode"); // said of the whole sheet
        }
        return changes;
    }

    private static boolean isMadeOtherwise(Field field, TargetMapping before, TargetMapping now) {
        return Stream.concat(before.plan().mapped().stream(), before.plan().added().stream())
                .filter(old -> old.target().equals(field.target()))
                .anyMatch(old -> !source(old).equals(source(field)) || !old.lookup().equals(field.lookup())
                        || !said("convert", old, before).equals(said("convert", field, now))
                        || !old.missing().equals(field.missing()));
    }

    private static Object said(String section, Field field, TargetMapping target) {
        return target.written().get(section) instanceof Map<?, ?> of && of.get(field.target().text()) != null
                ? of.get(field.target().text()) : "";
    }

    private static Object source(Field field) {
        return field.origin() instanceof Field.Origin.Path path ? path.text() : field.origin();
    }

    private static boolean same(Optional<Rule> a, Optional<Rule> b) {
        return Objects.equals(a.map(Rule::expression), b.map(Rule::expression));
    }

    private static Map<String, TargetMapping> byName(MappingSheet sheet) {
        return sheet.targets().stream().collect(Collectors.toMap(TargetMapping::target, t -> t, (a, _) -> a,
                LinkedHashMap::new));
    }
}
