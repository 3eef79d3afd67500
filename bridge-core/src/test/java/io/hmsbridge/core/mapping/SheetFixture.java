package io.hmsbridge.core.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import io.hmsbridge.api.Event;
import io.hmsbridge.core.json.ExactJson;
import io.hmsbridge.core.mapping.expression.Scope;
import io.hmsbridge.core.yaml.Problem;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** A sheet in a test, and what it makes of events. */
final class SheetFixture {

    private final MappingSheet sheet;

    private SheetFixture(MappingSheet sheet) {
        this.sheet = sheet;
    }

    static SheetFixture of(String yaml) {
        return of(yaml, LookupFiles.NONE);
    }

    static SheetFixture of(String yaml, LookupFiles files) {
        var reading = SheetReader.read("sheet.yaml", bytes(yaml), files);
        assertThat(reading.problems()).isEmpty();
        return new SheetFixture(reading.sheet().orElseThrow());
    }

    /** A sheet for one target with these lines about it. */
    static SheetFixture target(String lines) {
        return of("source_event: a.b\ntargets:\n  t:\n    connector: C\n" + lines.stripTrailing().indent(4));
    }

    /** All that is wrong with a sheet, a line each. */
    static String problems(String yaml) {
        return SheetReader.read("sheet.yaml", bytes(yaml), LookupFiles.NONE).problems().stream().map(Problem::summary)
                .collect(Collectors.joining("\n"));
    }

    static String problemsOfTarget(String lines) {
        return problems("source_event: a.b\ntargets:\n  t:\n    connector: C\n" + lines.stripTrailing().indent(4));
    }

    MappingSheet sheet() {
        return sheet;
    }

    List<Mapped> map(String data) {
        return map(event(data));
    }

    List<Mapped> map(Event event) {
        var mapped = new ArrayList<Mapped>();
        sheet.map(event, Scope.of(event), (index, part, key, timing, result) -> mapped.add(
                new Mapped(index, sheet.targets().get(index).target(), 1, part, key, false, timing, result)));
        return mapped;
    }

    /** The content of the one packet, as JSON; or why there is none. */
    String one(String data) {
        return text(map(data).getFirst().result());
    }

    /** All packets as JSON or the reason, each after its key. */
    List<String> all(String data) {
        return map(data).stream().map(m -> m.part() + " " + m.key() + " " + text(m.result())).toList();
    }

    static String text(Mapped.Result result) {
        return switch (result) {
            case Mapped.Result.Content content -> ExactJson.writeString(content.content());
            case Mapped.Result.Unchanged(var why) -> "unchanged: " + why;
            case Mapped.Result.Failed(var why) -> "dead: " + why;
        };
    }

    @SuppressWarnings("unchecked") // the tests give objects
    static Event event(String data) {
        return new Event("1", "/s", "a.b", "", Instant.parse("2026-11-24T10:00:00Z"),
                (Map<String, Object>) ExactJson.read(data), Map.of());
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
