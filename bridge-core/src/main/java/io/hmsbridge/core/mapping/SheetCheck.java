package io.hmsbridge.core.mapping;

import io.hmsbridge.core.yaml.MapReader;
import io.hmsbridge.core.yaml.Problem;
import io.hmsbridge.core.yaml.Problems;
import io.hmsbridge.core.yaml.Suggestion;
import io.hmsbridge.core.yaml.YamlDocument;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;

/** Checks a sheet against the targets, the connectors and the other sheets there are. */
final class SheetCheck {

    private final TargetDirectory directory;

    SheetCheck(TargetDirectory directory) {
        this.directory = directory;
    }

    /** @param others the sheets in force under other names */
    List<Problem> check(MappingSheet sheet, Collection<MappingSheet> others) {
        var problems = new Problems();
        var targets = YamlDocument.parse(sheet.name(), sheet.version().content().getBytes(StandardCharsets.UTF_8)).map()
                .child("targets");
        for (var mapping : sheet.targets()) {
            var reader = MapReader.of(targets.child(mapping.target()).node(), problems);
            checkConnector(mapping, reader, targets, problems);
            others.stream().filter(other -> sheet.surelyMeets(other, mapping.target()))
                    .filter(other -> other.targets().stream().anyMatch(t -> t.target().equals(mapping.target())))
                    .findFirst()
                    .ifPresent(other -> problems.add(targets.keyPosition(mapping.target())
                            .error("%s already maps %s to %s".formatted(other.name(), sheet.sourceEvent(),
                                    mapping.target()), "Let one sheet have it.")));
        }
        return problems.list();
    }

    private void checkConnector(TargetMapping mapping, MapReader reader, MapReader targets, Problems problems) {
        var declared = directory.declaredConnector(mapping.target());
        if (mapping.connector().isEmpty()) {
            if (declared.isEmpty()) {
                var otherwise = "Add `connector:` here, or declare the target in bridge.yaml.";
                problems.add(targets.keyPosition(mapping.target()).error(
                        "target %s has no connector and is not declared".formatted(mapping.target()),
                        Suggestion.didYouMean(mapping.target(), directory.declaredTargets(), otherwise)));
            }
            return;
        }
        if (declared.isPresent() && !declared.get().equals(mapping.connector())) {
            reader.error("connector",
                    "target %s is declared with the connector %s".formatted(mapping.target(), declared.get()),
                    "Leave `connector:` out here.");
        }
        if (!directory.connectors().contains(mapping.connector())) {
            problems.add(reader.node("connector").orElseThrow().position().warning(
                    "no plugin offers the connector " + mapping.connector() + "; its packets will wait",
                    Suggestion.didYouMean(mapping.connector(), directory.connectors(),
                            "Drop its plugin into the plugins folder.")));
        }
    }
}
