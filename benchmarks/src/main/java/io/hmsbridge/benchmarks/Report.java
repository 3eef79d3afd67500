package io.hmsbridge.benchmarks;

import io.hmsbridge.benchmarks.Figures.Spread;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** What was measured, for people and for programs. */
final class Report {

    private static final JsonMapper JSON = JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT)
            .enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN).build();
    private static final int DECIMALS = 4;

    private Report() {}

    /** Figures asked for beside those measured, then the others. */
    static String table(Figures figures) {
        var text = new StringBuilder();
        text.append("%-36s %9s %11s  %-21s %9s%n".formatted("", "asked", "median", "range", "ideal"));
        for (var asked : Asked.ALL) {
            figures.spread(asked.figure()).ifPresent(spread -> text.append("%-36s %9s %11s  %-21s %9s  %s%n".formatted(
                    asked.what(), asked.text(), Asked.number(spread.median()), range(spread),
                    figures.spread(asked.ideal()).map(ideal -> Asked.number(ideal.median())).orElse(""),
                    asked.isReachedBy(spread.median()) ? "ok" : "short")));
        }
        text.append('\n');
        figures.spreads().forEach((name, spread) -> {
            if (Asked.ALL.stream().noneMatch(asked -> asked.figure().equals(name))) {
                text.append("%-46s %11s  %s%n".formatted(name, Asked.number(spread.median()), range(spread)));
            }
        });
        return text.toString();
    }

    private static String range(Spread spread) {
        return spread.values().size() == 1 ? "" : Asked.number(spread.min()) + " – " + Asked.number(spread.max());
    }

    /** Medians under the figures' names, and under {@code runs} each run's values. */
    static String json(Figures figures, Map<String, ?> about) {
        var document = new LinkedHashMap<String, Object>();
        figures.spreads().forEach((name, spread) -> put(document, name, rounded(spread.median())));
        document.put("runs", figures.spreads().entrySet().stream().collect(LinkedHashMap::new,
                (runs, figure) -> runs.put(figure.getKey(), spread(figure.getValue())), Map::putAll));
        document.put("about", about);
        return JSON.writeValueAsString(document) + "\n";
    }

    private static Map<String, Object> spread(Spread spread) {
        var map = new LinkedHashMap<String, Object>();
        map.put("median", rounded(spread.median()));
        map.put("min", rounded(spread.min()));
        map.put("max", rounded(spread.max()));
        map.put("values", List.copyOf(spread.values().stream().map(Report::rounded).toList()));
        return map;
    }

    private static void put(Map<String, Object> document, String name, BigDecimal value) {
        int point = name.indexOf('.');
        if (point < 0) {
            document.put(name, value);
            return;
        }
        @SuppressWarnings("unchecked") // only groups are put under the name of a group
        var group = (Map<String, Object>) document.computeIfAbsent(name.substring(0, point),
                _ -> new LinkedHashMap<String, Object>());
        put(group, name.substring(point + 1), value);
    }

    private static BigDecimal rounded(double value) {
        return BigDecimal.valueOf(value).setScale(DECIMALS, RoundingMode.HALF_EVEN).stripTrailingZeros();
    }
}
