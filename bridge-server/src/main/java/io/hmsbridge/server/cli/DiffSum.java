package io.hmsbridge.server.cli;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Adds up the parts of a comparison of two sheets, and shows it. */
final class DiffSum {

    private static final List<String> KINDS = List.of("same", "changed", "added", "removed");

    private String inSheets = "";
    private long events;
    private long mapped;
    private int shown;
    private final Map<String, Map<String, Long>> targets = new TreeMap<>();

    void add(JsonView part) {
        inSheets = part.text("changes");
        events += part.number("events");
        mapped += part.number("mapped");
        shown += part.list("differences").size();
        part.list("targets").forEach(target -> KINDS.forEach(kind -> targets
                .computeIfAbsent(target.text("target"), _ -> new LinkedHashMap<>())
                .merge(kind, target.number(kind), Long::sum)));
    }

    int shown() {
        return shown;
    }

    /** How many packets do not stay as they are. */
    long changes() {
        return targets.values().stream().flatMap(counts -> counts.entrySet().stream())
                .filter(count -> !count.getKey().equals("same")).mapToLong(Map.Entry::getValue).sum();
    }

    Map<String, Object> fields() {
        var fields = new LinkedHashMap<String, Object>();
        fields.put("changes", inSheets);
        fields.put("events", events);
        fields.put("mapped", mapped);
        fields.put("targets", targets);
        return fields;
    }

    String text() {
        var text = new StringBuilder();
        if (changes() > shown) {
            text.append("and %,d more packets; --limit shows more%n".formatted(changes() - shown));
        }
        text.append(inSheets.isEmpty() ? "The sheets do the same" : "In the sheets: " + inSheets);
        text.append("%n%,d events, of which the sheets map %,d".formatted(events, mapped));
        targets.forEach((target, counts) -> text.append("%n  %s: %s".formatted(target, KINDS.stream()
                .filter(kind -> counts.get(kind) > 0 || kind.equals("same"))
                .map(kind -> "%,d %s".formatted(counts.get(kind), kind)).collect(Collectors.joining(", ")))));
        return text.toString();
    }

    /** One packet that changes. */
    static String text(JsonView difference) {
        var lines = difference.fields().get("lines") instanceof List<?> all ? all : List.of();
        return "%s@%s %s%s".formatted(difference.text("packet"), difference.text("target"),
                difference.text("kind").toLowerCase(Locale.ROOT),
                lines.stream().map(line -> "\n  " + JsonView.plain(line.toString())).collect(Collectors.joining()));
    }
}
