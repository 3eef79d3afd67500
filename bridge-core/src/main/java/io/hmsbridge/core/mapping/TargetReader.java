package io.hmsbridge.core.mapping;

import io.hmsbridge.api.Packet.Form;
import io.hmsbridge.core.yaml.MapReader;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Reads what a sheet says of one target. */
final class TargetReader {

    static final String[] KEYS =
            {"connector", "with", "when", "key", "for_each", "max_parts", "map", "set", "constants",
                "lookup", "convert", "missing", "delta", "form", "mode", "order", "on_dead", "coalesce", "window",
                "retry",
                "deliver_by"};
    static final List<String> MODES = List.of("live", "shadow");
    static final List<String> DELTAS = List.of("changed", "full");
    static final List<String> FORMS = List.of("fields", "merge_patch", "json_patch");
    /** What belongs to a target as a whole, whoever sends to it. */
    private static final List<String> OF_TARGETS = List.of("limits", "settings", "networks", "windows");
    private static final String EFFECTIVE_AT = "effective_at";
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_-]{0,62}");
    private static final int USUAL_PARTS = 1_000;
    private static final long MOST_PARTS = 100_000;

    private final Expressions expressions;
    private final Map<String, Map<String, Object>> tables;
    private final ZoneId zone;
    private final boolean shadow;

    /** @param shadow whether the whole sheet is */
    TargetReader(Expressions expressions, Map<String, Map<String, Object>> tables, ZoneId zone, boolean shadow) {
        this.shadow = shadow;
        this.expressions = expressions;
        this.tables = tables;
        this.zone = zone;
    }

    TargetMapping read(MapReader targets, String name) {
        if (!NAME.matcher(name).matches()) {
            targets.errorAtKey(name, "a target's name is made of letters, digits, `_` and `-`, at most 63", "");
        }
        var target = targets.requiredChild(name);
        explain(target);
        var when = expressions.read(target, "when", false);
        var parts = expressions.read(target, "for_each", false)
                .map(rule -> new TargetPlan.Parts(rule,
                        target.integer("max_parts").check(n -> n >= 1 && n <= MOST_PARTS,
                                "`max_parts` must be from 1 to 100000", "").orElse((long) USUAL_PARTS).intValue()));
        boolean ofPart = target.node("for_each").isPresent();
        if (!ofPart && target.node("max_parts").isPresent()) {
            target.errorAtKey("max_parts", "`max_parts` needs a `for_each`", "");
        }
        var key = expressions.read(target, "key", ofPart);
        boolean full = target.choice("delta", DELTAS).orElse("changed").equals("full");
        var form = form(target.choice("form", FORMS).orElse("fields"));
        var reader = new FieldsReader(target, expressions, tables, zone, ofPart);
        var mapped = reader.mapped();
        var added = reader.added();
        checkAnything(target, name, full, added);
        checkForm(target, form, mapped, added);
        return new TargetMapping(name, target.text("connector").orElse(""), target.values("with").orElse(Map.of()),
                new TargetPlan(when, parts, key, isShadow(target, shadow), full, form, List.copyOf(mapped),
                        List.copyOf(added), sources(mapped)),
                DeliverBy.read(target, expressions, zone), LaneWordsReader.read(target, form), target.node().toValue());
    }

    private static Map<String, String> sources(List<Field> mapped) {
        var sources = new HashMap<String, String>();
        for (var field : mapped) {
            if (field.origin() instanceof Field.Origin.Path from
                    && !from.path().lastName().equals(Steps.lastName(field.target().steps()))) {
                sources.put(Steps.names(field.target().steps()), from.path().lastName());
            }
        }
        return Map.copyOf(sources);
    }

    /** Whether packets are only to be made, and not sent. */
    static boolean isShadow(MapReader map, boolean usually) {
        return map.choice("mode", MODES).orElse(usually ? "shadow" : "live").equals("shadow");
    }

    /** Keys that people may well look for here. */
    private static void explain(MapReader target) {
        for (var key : target.keys()) {
            if (OF_TARGETS.contains(key)) {
                target.errorAtKey(key, "`" + key + "` belongs to the target, not to a sheet",
                        "Declare the target in bridge.yaml, and say it there.");
            } else if (key.equals(EFFECTIVE_AT)) {
                target.errorAtKey(key, "`" + key + "` belongs to the whole sheet, not to a target",
                        "Write it beside `source_event`.");
            }
        }
        target.allowOnlyOr(List.of(KEYS), key -> OF_TARGETS.contains(key) || key.equals(EFFECTIVE_AT));
    }

    private static void checkAnything(MapReader target, String name, boolean full, List<Field> added) {
        if (target.node("map").isEmpty()) {
            if (added.isEmpty() && target.node("set").isEmpty() && target.node("constants").isEmpty()) {
                target.requiredChild("map");
            } else if (!full) {
                target.error("set", "without `map` nothing would ever be sent to " + name
                        + ": fields that are set or constant go along, but make no packet",
                        "Map a field, or write `delta: full` to send a packet for every event.");
            }
        } else if (target.child("map").keys().isEmpty()) {
            target.errorAtKey("map", "`map` of target " + name + " maps no field",
                    "Write `source_field: target_field` lines.");
        }
    }

    private static void checkForm(MapReader target, Form form, List<Field> mapped, List<Field> added) {
        if (form != Form.JSON_PATCH) {
            return;
        }
        Stream.concat(mapped.stream(), added.stream()).map(Field::target).filter(TargetPath::isSpread)
                .findFirst().ifPresent(path -> target.error("form",
                        "a JSON Patch cannot spread `" + path.text() + "` over a list",
                        "Map the whole list to one field."));
    }

    private static Form form(String word) {
        return FORMS.contains(word) ? Form.valueOf(word.toUpperCase(Locale.ROOT)) : Form.FIELDS;
    }
}
