package io.hmsbridge.core.mapping;

import io.hmsbridge.core.yaml.MapReader;
import io.hmsbridge.core.yaml.Problem;
import io.hmsbridge.core.yaml.YamlDocument;
import io.hmsbridge.core.yaml.YamlList;
import io.hmsbridge.core.yaml.YamlNode;
import io.hmsbridge.core.yaml.YamlScalar;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads a mapping sheet from YAML, and finds all that is wrong with it at once. */
public final class SheetReader {

    static final String[] KEYS =
            {"source_event", "description", "when", "key", "zone", "effective_at", "lookups", "mode", "targets",
                "tests"};
    /** What belongs to one target of the sheet. */
    private static final List<String> OF_TARGETS = List.of("deliver_by", "coalesce", "window");
    private static final Pattern EVENT_TYPE = Pattern.compile("[^\\s\\p{Cntrl}]{1,1024}");

    private SheetReader() {}

    /**
     * What reading gave.
     *
     * @param sheet empty if there are errors
     * @param draft the sheet as far as it could be read, for further checks; not to be used for mapping
     * @param document the text it was read from
     * @param tests that stand in it
     */
    public record Reading(Optional<MappingSheet> sheet, List<Problem> problems, MappingSheet draft,
            YamlDocument document,
            List<SheetTest> tests) {}

    /**
     * Reads a sheet as it stands in the ledger, or one without lookup files.
     *
     * @param name the file's name, as people know it
     */
    public static Reading read(String name, byte[] content) {
        return read(name, content, SheetText.filesIn(content));
    }

    static Reading read(String name, byte[] content, LookupFiles files) {
        var document = YamlDocument.parse(name, content);
        var sheet = document.map().allowOnlyOr(List.of(KEYS), OF_TARGETS::contains);
        sheet.keys().stream().filter(OF_TARGETS::contains)
                .forEach(key -> sheet.errorAtKey(key, "`" + key + "` belongs to a target, not to the whole sheet",
                        "Write it below the target."));
        var events = events(sheet);
        var zone = ConversionReader.zone(sheet).orElse(ZoneOffset.UTC);
        var lookups = new LookupReader(files);
        var tables = lookups.read(sheet.child("lookups"));
        var expressions = new Expressions(tables);
        var when = expressions.read(sheet, "when", false);
        var key = expressions.read(sheet, "key", false);
        var effective = expressions.read(sheet, "effective_at", false).map(rule -> new EffectiveAt(rule, zone));
        var targets = targets(document, sheet,
                new TargetReader(expressions, tables, zone, TargetReader.isShadow(sheet, false)));
        var version =
                MappingSheet.Version.of(lookups.used().isEmpty() ? content : SheetText.of(content, lookups.used()));
        var draft = new MappingSheet(name, version, events, when, key, effective, targets);
        var tests = new TestsReader(draft).read(sheet);
        var problems = document.problems();
        return new Reading(problems.hasErrors() ? Optional.empty() : Optional.of(draft), problems.list(), draft,
                document, tests);
    }

    private static List<TargetMapping> targets(YamlDocument document, MapReader sheet, TargetReader reader) {
        var targets = sheet.requiredChild("targets");
        var mappings = new ArrayList<TargetMapping>();
        targets.keys().forEach(name -> mappings.add(reader.read(targets, name)));
        if (mappings.isEmpty() && !document.problems().hasErrors()) {
            sheet.errorAtKey("targets", "`targets` names no target",
                    "Name at least one system that is to have the event.");
        }
        return mappings;
    }

    private static List<EventPattern> events(MapReader sheet) {
        var node = sheet.node("source_event").orElse(null);
        var nodes = node instanceof YamlList list && !list.items().isEmpty() ? list.items()
                : node == null ? List.<YamlNode>of() : List.of(node);
        if (nodes.isEmpty()) {
            sheet.text("source_event").required();
        }
        return nodes.stream().flatMap(one -> event(sheet, one).stream()).toList();
    }

    private static Optional<EventPattern> event(MapReader sheet, YamlNode node) {
        var text = node instanceof YamlScalar scalar ? scalar.text() : "";
        if (!EVENT_TYPE.matcher(text).matches()) {
            sheet.error("source_event", "`source_event` must be the type of an event, without spaces",
                    "For example: policy.per_diem.updated");
            return Optional.empty();
        }
        var pattern = EventPattern.of(text);
        if (!pattern.isWellFormed()) {
            sheet.error("source_event", "a star stands for whole words between dots, not for a part of one",
                    "Write policy.* for one more word, policy.** for any further words.");
            return Optional.empty();
        }
        return Optional.of(pattern);
    }
}
