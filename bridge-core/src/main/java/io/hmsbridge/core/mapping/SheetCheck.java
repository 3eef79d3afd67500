package io.hmsbridge.core.mapping;

import io.hmsbridge.api.SettingsException;
import io.hmsbridge.core.mapping.SheetReader.Reading;
import io.hmsbridge.core.yaml.MapReader;
import io.hmsbridge.core.yaml.Problem;
import io.hmsbridge.core.yaml.Problems;
import io.hmsbridge.core.yaml.Suggestion;
import java.util.Collection;
import java.util.List;

/** Checks a sheet against the targets, the connectors and the other sheets there are. */
final class SheetCheck {

    private static final String SAME = "Say the same in both, or leave it out in one.";

    private final TargetDirectory directory;
    private final boolean strict;

    /**
     * @param strict whether a connector that is not there is an error; in a running bridge its plugin may come later, and until
     *     then packets wait
     */
    SheetCheck(TargetDirectory directory, boolean strict) {
        this.directory = directory;
        this.strict = strict;
    }

    /**
     * All that is wrong with a sheet, what was found as it was read among it.
     *
     * @param others the sheets in force under other names
     */
    List<Problem> check(Reading reading, Collection<MappingSheet> others) {
        var problems = new Problems();
        reading.problems().forEach(problems::add);
        if (reading.document().root().isEmpty()) {
            return problems.list();
        }
        var sheet = reading.draft();
        var targets = MapReader.of(reading.document().map().node(), problems).child("targets");
        for (var mapping : sheet.targets()) {
            var target = MapReader.of(targets.child(mapping.target()).node(), problems);
            check(mapping, target, targets, problems);
            others.stream().filter(other -> sheet.surelyMeets(other, mapping.target())).findFirst()
                    .ifPresent(other -> targets.errorAtKey(mapping.target(),
                            "%s already maps %s to %s".formatted(other.name(),
                                    other.sourceEvent(), mapping.target()),
                            "Let one sheet have it, or give both a `when`."));
            checkLane(mapping, target, others);
            checkWindow(mapping, target);
        }
        return problems.list();
    }

    /** A target has one lane, whichever sheet its packets come from. */
    private static void checkLane(TargetMapping mapping, MapReader target, Collection<MappingSheet> others) {
        if (mapping.says().byKey().isEmpty()) {
            return;
        }
        for (var other : others) {
            other.target(mapping.target()).ifPresent(its -> mapping.says().contradicted(its.says()).ifPresent(key -> {
                var word = its.says().byKey().get(key);
                var message = "`%s` of target %s is %s in %s, and all its packets share one lane".formatted(key,
                        mapping.target(), word.written(), word.where());
                if (key.startsWith("retry.")) {
                    target.child("retry").errorAtKey(key.substring("retry.".length()), message, SAME);
                } else {
                    target.errorAtKey(target.node(key).isPresent() ? key : "form", message, SAME);
                }
            }));
        }
    }

    private void checkWindow(TargetMapping mapping, MapReader target) {
        mapping.says().window().filter(name -> !directory.windows().contains(name)).ifPresent(name -> target.error(
                LaneWords.WINDOW, "there are no shared windows `" + name + "`", Suggestion.didYouMean(name,
                        directory.windows(), "Write them below `windows` in bridge.yaml.")));
    }

    private void check(TargetMapping mapping, MapReader target, MapReader targets, Problems problems) {
        var declared = directory.declaredConnector(mapping.target());
        if (mapping.connector().isEmpty() && declared.isEmpty()) {
            targets.errorAtKey(mapping.target(),
                    "target %s has no connector and is not declared".formatted(mapping.target()),
                    Suggestion.didYouMean(mapping.target(), directory.declaredTargets(),
                            "Add `connector:` here, or declare the target in bridge.yaml."));
            return;
        }
        var connector = declared.orElse(mapping.connector());
        if (!mapping.connector().isEmpty() && !connector.equals(mapping.connector())) {
            target.error("connector",
                    "target %s is declared with the connector %s".formatted(mapping.target(), connector),
                    "Leave `connector:` out here.");
        }
        if (directory.connectors().contains(connector)) {
            checkUse(mapping, connector, target, declared.isPresent());
        } else if (!mapping.connector().isEmpty() && (strict || !mapping.plan().shadow())) {
            reportUnknown(mapping, target, problems);
        }
    }

    private void reportUnknown(TargetMapping mapping, MapReader target, Problems problems) {
        var connector = mapping.connector();
        var near = Suggestion.closest(connector, directory.connectors()).map(name -> "; did you mean " + name + "?")
                .orElse("");
        var message = "no plugin offers the connector " + connector;
        if (mapping.plan().shadow()) {
            problems.add(
                    target.position("connector").warning(message + near, "It is needed once the sheet goes live."));
        } else if (strict) {
            target.error("connector", message + near, near.isEmpty() ? "Drop its plugin into the plugins folder." : "");
        } else {
            problems.add(target.position("connector").warning(message + ", and its packets will wait" + near,
                    near.isEmpty() ? "Drop its plugin into the plugins folder." : ""));
        }
    }

    private void checkUse(TargetMapping mapping, String connector, MapReader target, boolean declared) {
        if (!declared && !mapping.plan().shadow()) {
            directory.defaultSettings(connector).forEach(problem -> target.warning("connector",
                    mapping.target() + " is not declared in bridge.yaml, and " + connector + " lacks a setting: "
                            + problem.message(),
                    ""));
        }
        var wrong = directory.use(mapping.target(), connector, mapping.with());
        var with = target.child("with");
        wrong.forEach(problem -> reportUse(problem, connector, target, with));
        if (wrong.isEmpty()) {
            directory.formerUse(mapping.target(), connector).forEach((former, now) -> with.node(former)
                    .ifPresent(_ -> with.warning(former, "`" + former + "` is named `" + now + "` now",
                            "It still works; write `" + now + "`.")));
            directory.fields(mapping.target(), connector, mapping.with())
                    .ifPresent(fields -> new FieldCheck(connector, fields).check(mapping, target));
        }
    }

    private static void reportUse(SettingsException.Problem problem, String connector, MapReader target,
            MapReader with) {
        var message = connector + " does not take this `with`: " + problem.message();
        if (with.node(problem.setting()).isPresent()) {
            with.errorAtKey(problem.setting(), message, "");
        } else if (target.node("with").isPresent()) {
            target.errorAtKey("with", message, "");
        } else {
            target.errorAtKey("connector", message, "Add `with: {" + problem.setting() + ": ...}`.");
        }
    }
}
