package io.hmsbridge.benchmarks;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What was measured: for each figure one value a run. A point in a name leads into a group: {@code light_load_ms.p50}. */
final class Figures {

    private final Map<String, List<Double>> values = new LinkedHashMap<>();

    /**
     * The values of one figure.
     *
     * @param values in the order of the runs
     */
    record Spread(double median, double min, double max, List<Double> values) {

        static Spread of(List<Double> values) {
            var sorted = values.stream().sorted().toList();
            int half = sorted.size() / 2;
            double median = sorted.size() % 2 == 1 ? sorted.get(half) : (sorted.get(half - 1) + sorted.get(half)) / 2;
            return new Spread(median, sorted.getFirst(), sorted.getLast(), List.copyOf(values));
        }
    }

    void add(String name, double value) {
        values.computeIfAbsent(name, _ -> new ArrayList<>()).add(value);
    }

    Optional<Spread> spread(String name) {
        return Optional.ofNullable(values.get(name)).map(Spread::of);
    }

    /** All of them, in the order in which they came. */
    Map<String, Spread> spreads() {
        var spreads = new LinkedHashMap<String, Spread>();
        values.forEach((name, of) -> spreads.put(name, Spread.of(of)));
        return spreads;
    }
}
