package io.hmsbridge.core.mapping;

import io.hmsbridge.core.mapping.MappingSheet.TargetMapping;
import io.hmsbridge.core.yaml.MapReader;
import io.hmsbridge.core.yaml.Problem;
import io.hmsbridge.core.yaml.YamlDocument;
import io.hmsbridge.core.yaml.YamlScalar;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads a mapping sheet from YAML, and finds all that is wrong with it at once. */
public final class SheetReader {

    private static final Pattern TARGET_NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_-]{0,62}");
    private static final Pattern EVENT_TYPE = Pattern.compile("[^\\s\\p{Cntrl}]{1,1024}");

    private SheetReader() {}

    /**
     * What reading gave.
     *
     * @param sheet empty if there are errors
     */
    public record Reading(Optional<MappingSheet> sheet, List<Problem> problems) {}

    /** @param name the file's name, as people know it */
    public static Reading read(String name, byte[] content) {
        var document = YamlDocument.parse(name, content);
        var sheet = document.map().allowOnly("source_event", "targets");
        var sourceEvent = sheet.text("source_event")
                .check(EVENT_TYPE.asMatchPredicate(), "`source_event` must be the type of an event, without spaces",
                        "For example: policy.per_diem.updated")
                .required();
        var targets = sheet.requiredChild("targets");
        var mappings = new ArrayList<TargetMapping>();
        for (var target : targets.keys()) {
            if (!TARGET_NAME.matcher(target).matches()) {
                targets.errorAtKey(target, "a target's name is made of letters, digits, `_` and `-`, at most 63", "");
            }
            mappings.add(mapping(target, targets.requiredChild(target)));
        }
        if (mappings.isEmpty() && !document.problems().hasErrors()) {
            sheet.errorAtKey("targets", "`targets` names no target",
                    "Name at least one system that is to have the event.");
        }
        var problems = document.problems();
        return problems.hasErrors()
                ? new Reading(Optional.empty(), problems.list())
                : new Reading(
                        Optional.of(new MappingSheet(name, MappingSheet.Version.of(content), sourceEvent, mappings)),
                        problems.list());
    }

    private static TargetMapping mapping(String target, MapReader reader) {
        reader.allowOnly("connector", "with", "map");
        var connector = reader.text("connector").orElse("");
        var with = reader.values("with").orElse(Map.of());
        var map = reader.requiredChild("map");
        var fields = new ArrayList<FieldMapping>();
        var sourceOf = new HashMap<String, String>();
        for (var source : map.keys()) {
            field(source, map, sourceOf).ifPresent(fields::add);
        }
        if (map.keys().isEmpty() && reader.node("map").isPresent()) {
            reader.errorAtKey("map", "`map` of target " + target + " maps no field",
                    "Write `source_field: target_field` lines.");
        }
        return new TargetMapping(target, connector, with, fields);
    }

    private static Optional<FieldMapping> field(String source, MapReader map, HashMap<String, String> sourceOf) {
        if (List.of(source.split("\\.", -1)).contains("")) {
            map.errorAtKey(source, "the path `" + source + "` has an empty step", "Write steps as in: employee.grade");
            return Optional.empty();
        }
        if (!(map.node(source).orElse(null) instanceof YamlScalar field)) {
            map.errorAtKey(source, "`" + source + "` must name the target's field", "For example: new_rate: dailyRate");
            return Optional.empty();
        }
        var other = sourceOf.putIfAbsent(field.text(), source);
        if (other != null) {
            map.error(source, "`" + field.text() + "` already gets its value from `" + other + "`",
                    "Map each field of a target once.");
            return Optional.empty();
        }
        return Optional.of(FieldMapping.of(source, field.text()));
    }
}
