package io.hmsbridge.core.mapping;

import io.hmsbridge.api.DescribesFields;
import io.hmsbridge.core.mapping.Field.Origin;
import io.hmsbridge.core.yaml.MapReader;
import io.hmsbridge.core.yaml.Suggestion;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Checks the fields of one target against those that its connector says it takes. */
record FieldCheck(String connector, List<DescribesFields.Field> fields) {

    /** Which types of a connector a value of ours fits. */
    private static final Map<String, List<String>> FITS = Map.of(
            "text", List.of("text", "date", "datetime", "any"),
            "number", List.of("number", "any"),
            "integer", List.of("integer", "number", "any"),
            "boolean", List.of("boolean", "any"),
            "list", List.of("list", "any"),
            "map", List.of("map", "any"));

    void check(TargetMapping mapping, MapReader target) {
        var names = fields.stream().map(DescribesFields.Field::name).toList();
        var all = Stream.concat(mapping.plan().mapped().stream(), mapping.plan().added().stream()).toList();
        for (var field : all) {
            var described = fields.stream().filter(f -> f.name().equals(field.target().field())
                    || f.name().equals(field.target().text())).findFirst();
            if (described.isEmpty()) {
                report(target, field, connector + " has no field `" + field.target().field() + "`",
                        Suggestion.didYouMean(
                                field.target().field(), names, "It has: " + String.join(", ", names) + "."));
            } else {
                type(field, target).filter(type -> field.target().steps().size() == 1)
                        .filter(type -> !FITS.get(type).contains(described.get().type()))
                        .ifPresent(type -> report(target, field, "`%s` is %s here, and %s takes %s".formatted(
                                field.target().text(), type, connector, described.get().type()),
                                "See `convert` for how to change its type."));
            }
        }
        fields.stream().filter(DescribesFields.Field::required)
                .filter(f -> all.stream().noneMatch(field -> field.target().field().equals(f.name())
                        || field.target().text().equals(f.name())))
                .forEach(f -> target.errorAtKey("map",
                        connector + " needs the field `" + f.name() + "`, which nothing maps: "
                                + f.doc(),
                        ""));
    }

    /** What is known of a field's type before there is an event. */
    private static Optional<String> type(Field field, MapReader target) {
        if (field.origin() instanceof Origin.Constant(var value)) {
            return Optional.ofNullable(switch (value) {
                case null -> null;
                case String _ -> "text";
                case Boolean _ -> "boolean";
                case Long _ -> "integer";
                case Number _ -> "number";
                case List<?> _ -> "list";
                default -> "map";
            });
        }
        var convert = target.child("convert").child(field.target().text());
        if (convert.node("width").isPresent() || convert.node("case").isPresent()) {
            return Optional.of("text");
        }
        if (convert.node("scale").isPresent()) {
            return Optional.of("number");
        }
        return convert.text("type").optional().flatMap(type -> switch (type) {
            case "text", "number", "integer", "boolean" -> Optional.of(type);
            case "date", "datetime" -> Optional.of("text");
            default -> Optional.empty();
        });
    }

    private static void report(MapReader target, Field field, String message, String suggestion) {
        switch (field.origin()) {
            case Origin.Path path -> target.child("map").error(path.text(), message, suggestion);
            case Origin.Computed _ -> target.child("set").errorAtKey(field.target().text(), message, suggestion);
            case Origin.Constant _ -> target.child("constants").errorAtKey(field.target().text(), message, suggestion);
        }
    }
}
