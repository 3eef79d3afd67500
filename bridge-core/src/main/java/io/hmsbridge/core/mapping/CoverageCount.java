package io.hmsbridge.core.mapping;

import io.hmsbridge.core.mapping.Mapped.Result;
import io.hmsbridge.core.mapping.Steps.Step;
import io.hmsbridge.core.mapping.TestReport.Coverage;
import io.hmsbridge.core.mapping.TestReport.Share;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Counts what of a sheet its tests have seen: targets that got a packet, fields that were in one, conditions both ways. */
final class CoverageCount {

    private final MappingSheet sheet;
    private final Set<String> targets = new HashSet<>();
    private final Set<String> fields = new HashSet<>();
    private final Set<String> branches = new HashSet<>();

    CoverageCount(MappingSheet sheet) {
        this.sheet = sheet;
    }

    /** @param mapped all that one event came to */
    void saw(List<Mapped> mapped) {
        if (sheet.when().isPresent()) {
            branches.add("the sheet's `when` is " + !mapped.isEmpty());
        }
        for (var target : sheet.targets()) {
            var made = mapped.stream().filter(m -> m.targetName().equals(target.target())).toList();
            if (target.plan().when().isPresent() && (sheet.when().isEmpty() || !mapped.isEmpty())) {
                branches.add("`when` of " + target.target() + " is " + !made.isEmpty());
            }
            made.stream().map(Mapped::result).forEach(result -> saw(target, result));
        }
    }

    private void saw(TargetMapping target, Result result) {
        if (result instanceof Result.Content content) {
            targets.add(target.target());
            fields(target).filter(field -> isIn(field, content.content()))
                    .forEach(field -> fields.add(name(target, field)));
        }
    }

    /** The fields of a target that are not in a packet's content. */
    static List<String> absent(TargetMapping target, Object content) {
        return fields(target).filter(field -> !isIn(field, content)).map(field -> field.target().text()).toList();
    }

    private static boolean isIn(Field field, Object content) {
        if (content instanceof List<?> operations) {
            var pointer = field.target().pointer();
            return operations.stream().anyMatch(o -> String.valueOf(((Map<?, ?>) o).get("path")).startsWith(pointer));
        }
        for (var step : field.target().steps()) {
            if (!(step instanceof Step.Name(var name))) {
                return content instanceof List<?> list && !list.isEmpty();
            }
            if (!(content instanceof Map<?, ?> map) || !map.containsKey(name)) {
                return false;
            }
            content = map.get(name);
        }
        return true;
    }

    Coverage total() {
        var allFields = sheet.targets().stream().flatMap(t -> fields(t).map(f -> name(t, f))).toList();
        var allTargets = sheet.targets().stream().map(TargetMapping::target).toList();
        var allBranches = new ArrayList<String>();
        for (var way : List.of("true", "false")) {
            sheet.when().ifPresent(_ -> allBranches.add("the sheet's `when` is " + way));
            sheet.targets().stream().filter(t -> t.plan().when().isPresent())
                    .forEach(t -> allBranches.add("`when` of " + t.target() + " is " + way));
        }
        var missed = new TreeSet<String>();
        allTargets.stream().filter(t -> !targets.contains(t)).forEach(t -> missed.add("no packet for " + t));
        allFields.stream().filter(f -> !fields.contains(f)).forEach(f -> missed.add("no value for " + f));
        allBranches.stream().filter(b -> !branches.contains(b)).forEach(b -> missed.add("no event for which " + b));
        return new Coverage(new Share(targets.size(), allTargets.size()), new Share(fields.size(), allFields.size()),
                new Share(branches.size(), allBranches.size()), List.copyOf(missed));
    }

    private static Stream<Field> fields(TargetMapping target) {
        return Stream.concat(target.plan().mapped().stream(), target.plan().added().stream());
    }

    private static String name(TargetMapping target, Field field) {
        return target.target() + "." + field.target().text();
    }
}
