package io.hmsbridge.core.mapping;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;

/** Says what is different in a sheet's new version: targets and fields that came, went or are made in another way. */
final class SheetChanges {

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
        for (var field : now.plan().mapped()) {
            before.plan().mapped().stream().filter(f -> f.target().equals(field.target()))
                    .filter(f -> !source(f).equals(source(field)))
                    .forEach(_ -> changes.add("~" + field.target().text()));
        }
        for (var field : now.plan().added()) {
            before.plan().added().stream().filter(f -> f.target().equals(field.target()))
                    .filter(f -> !f.origin().equals(field.origin()))
                    .forEach(_ -> changes.add("~" + field.target().text()));
        }
        if (!before.with().equals(now.with())) {
            changes.add("with");
        }
        return changes;
    }

    private static String source(Field field) {
        return ((Field.Origin.Path) field.origin()).text();
    }

    private static boolean same(Optional<Rule> a, Optional<Rule> b) {
        return Objects.equals(a.map(Rule::expression), b.map(Rule::expression));
    }

    private static Map<String, TargetMapping> byName(MappingSheet sheet) {
        return sheet.targets().stream().collect(Collectors.toMap(TargetMapping::target, t -> t, (a, _) -> a,
                LinkedHashMap::new));
    }
}
