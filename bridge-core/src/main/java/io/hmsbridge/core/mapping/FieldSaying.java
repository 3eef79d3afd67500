package io.hmsbridge.core.mapping;

import io.hmsbridge.core.mapping.Field.Origin;
import io.hmsbridge.core.yaml.MapReader;
import io.hmsbridge.core.yaml.Problems;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What somebody has to say of fields that sheets send: governance, which knows what their names mean. */
@FunctionalInterface
public interface FieldSaying {

    /**
     * A field that a sheet sends.
     *
     * @param names what it is called in the packet, and what it is called where its value comes from, if that is known
     * @param constant its value, if that stands in the sheet
     */
    record Sent(List<String> names, Optional<Object> constant) {}

    /** What is to be said, with a hint at what to do about it, which may be empty. */
    record Said(String words, String suggestion) {}

    /** @return empty for nothing */
    Optional<Said> of(String target, Sent field);

    /** Adds a warning at each field of a sheet of which something is said. */
    default void warn(SheetReader.Reading reading, Problems problems) {
        var targets = MapReader.of(reading.document().map().node(), problems).child("targets");
        for (var mapping : reading.draft().targets()) {
            var target = targets.child(mapping.target());
            Stream.concat(mapping.plan().mapped().stream(), mapping.plan().added().stream())
                    .forEach(field -> warn(mapping.target(), field, target));
        }
    }

    private void warn(String name, Field field, MapReader target) {
        var called = Steps.lastName(field.target().steps());
        var names = field.origin() instanceof Origin.Path from ? Stream.of(called, from.path().lastName())
                .filter(one -> !one.isEmpty()).distinct().toList() : List.of(called);
        var constant = field.origin() instanceof Origin.Constant(var value) ? Optional.ofNullable(value)
                : Optional.empty();
        of(name, new Sent(names, constant)).ifPresent(said -> {
            switch (field.origin()) {
                case Origin.Path path -> warn(target, "map", path.text(), said);
                case Origin.Computed _ -> warn(target, "set", field.target().text(), said);
                case Origin.Constant _ -> warn(target, "constants", field.target().text(), said);
            }
        });
    }

    private static void warn(MapReader target, String section, String key, Said said) {
        target.child(section).warning(key, said.words, said.suggestion);
    }
}
