package io.hmsbridge.core.mapping;

import io.hmsbridge.core.mapping.Field.Origin;
import io.hmsbridge.core.yaml.MapReader;
import io.hmsbridge.core.yaml.Problems;
import java.util.Optional;
import java.util.stream.Stream;

/** What somebody has to say of fields that sheets send: governance, which knows what their names mean. */
@FunctionalInterface
public interface FieldSaying {

    /** @return words for a warning; empty for nothing */
    Optional<String> of(String target, String field);

    /** Adds a warning at each field of a sheet of which something is said, by its name there or where it comes from. */
    default void warn(SheetReader.Reading reading, Problems problems) {
        var targets = MapReader.of(reading.document().map().node(), problems).child("targets");
        for (var mapping : reading.draft().targets()) {
            var target = targets.child(mapping.target());
            Stream.concat(mapping.plan().mapped().stream(), mapping.plan().added().stream())
                    .forEach(field -> warn(mapping.target(), field, target));
        }
    }

    private void warn(String name, Field field, MapReader target) {
        var said = of(name, field.target().field());
        switch (field.origin()) {
            case Origin.Path path -> said.or(() -> of(name, path.text().substring(path.text().lastIndexOf('.') + 1)))
                    .ifPresent(words -> target.child("map").warning(path.text(), words, ""));
            case Origin.Computed _ -> said.ifPresent(
                    words -> target.child("set").warning(field.target().text(), words, ""));
            case Origin.Constant _ -> said.ifPresent(
                    words -> target.child("constants").warning(field.target().text(), words, ""));
        }
    }
}
