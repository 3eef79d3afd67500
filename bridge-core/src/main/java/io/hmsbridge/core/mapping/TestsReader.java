package io.hmsbridge.core.mapping;

import io.hmsbridge.api.Event;
import io.hmsbridge.core.mapping.SheetTest.Expected;
import io.hmsbridge.core.yaml.MapReader;
import io.hmsbridge.core.yaml.Suggestion;
import io.hmsbridge.core.yaml.YamlList;
import io.hmsbridge.core.yaml.YamlMap;
import io.hmsbridge.core.yaml.YamlNode;
import io.hmsbridge.core.yaml.YamlScalar;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads {@code tests:} of a sheet, or of a file beside it. */
final class TestsReader {

    private static final List<String> ATTRIBUTES =
            List.of("id", "source", "type", "subject", "time", "data", "specversion");
    private static final Instant USUAL_TIME = Instant.parse("2026-01-01T00:00:00Z");
    private static final String DEAD = "dead";

    private final MappingSheet sheet;

    TestsReader(MappingSheet sheet) {
        this.sheet = sheet;
    }

    List<SheetTest> read(MapReader file) {
        var tests = new ArrayList<SheetTest>();
        for (var test : file.children("tests")) {
            test.allowOnly("name", "event", "packets", "keys");
            var name = test.text("name").orElse("test " + (tests.size() + 1));
            var event = event(test);
            var packets = packets(test);
            var keys = keys(test);
            event.ifPresent(e -> tests.add(new SheetTest(name, e, packets, keys, test.node().position())));
        }
        return List.copyOf(tests);
    }

    private Optional<Event> event(MapReader test) {
        var event = test.requiredChild("event");
        if (event.keys().isEmpty()) {
            return Optional.empty();
        }
        var type = event.text("type").optional().or(this::onlyType);
        if (type.isEmpty()) {
            test.errorAtKey("event", "the event needs a `type`: the sheet has a pattern, which is none", "");
            return Optional.empty();
        }
        var extensions = new LinkedHashMap<String, Object>();
        event.keys().stream().filter(key -> !ATTRIBUTES.contains(key))
                .forEach(key -> extensions.put(key, event.node(key).map(YamlNode::toValue).orElse(null)));
        try {
            return Optional.of(new Event(event.text("id").orElse("test"), event.text("source").orElse("/test"),
                    type.get(),
                    event.text("subject").orElse(""), time(event), event.values("data").orElse(Map.of()), extensions));
        } catch (IllegalArgumentException e) {
            test.errorAtKey("event", e.getMessage(), "");
            return Optional.empty();
        }
    }

    private Optional<String> onlyType() {
        return sheet.events().stream().filter(EventPattern::isExact).map(EventPattern::toString).findFirst();
    }

    private static Instant time(MapReader event) {
        var text = event.text("time").optional();
        try {
            return text.map(t -> OffsetDateTime.parse(t).toInstant()).orElse(USUAL_TIME);
        } catch (DateTimeException _) {
            event.error("time", "`time` must be like 2026-11-24T10:00:00Z", "");
            return USUAL_TIME;
        }
    }

    private Map<String, Expected> packets(MapReader test) {
        var packets = test.requiredChild("packets");
        var expected = new LinkedHashMap<String, Expected>();
        for (var target : packets.keys()) {
            checkTarget(packets, target);
            expected(packets, target).ifPresent(e -> expected.put(target, e));
        }
        return expected;
    }

    private static Optional<Expected> expected(MapReader packets, String target) {
        switch (packets.node(target).orElse(null)) {
            case YamlMap one -> {
                return Optional.of(new Expected.Packets(List.of(one.toValue())));
            }
            case YamlList many -> {
                return Optional.of(new Expected.Packets(many.toValue()));
            }
            case YamlScalar word when word.text().equals("unchanged") -> {
                return Optional.of(new Expected.Unchanged());
            }
            case YamlScalar word when word.text().equals("none") -> {
                return Optional.of(new Expected.Nothing());
            }
            case YamlScalar word when word.text().equals(DEAD) || word.text().startsWith(DEAD + ":") -> {
                return Optional.of(new Expected.Dead(word.text().substring(DEAD.length()).replaceFirst("^:\\s*", "")));
            }
            case null, default -> {
                packets.errorAtKey(target, "what `" + target + "` is expected to get is not clear",
                        "Write the packet's fields, a list of packets, unchanged, none, or \"dead: part of the reason\".");
                return Optional.empty();
            }
        }
    }

    private Map<String, String> keys(MapReader test) {
        var keys = new LinkedHashMap<String, String>();
        var written = test.child("keys");
        for (var target : written.keys()) {
            checkTarget(written, target);
            written.text(target).optional().ifPresent(key -> keys.put(target, key));
        }
        return keys;
    }

    private void checkTarget(MapReader map, String target) {
        var names = sheet.targets().stream().map(TargetMapping::target).toList();
        if (!names.contains(target)) {
            map.errorAtKey(target, "the sheet has no target `" + target + "`",
                    Suggestion.didYouMean(target, names, ""));
        }
    }
}
