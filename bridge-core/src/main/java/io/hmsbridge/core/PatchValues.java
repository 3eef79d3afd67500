package io.hmsbridge.core;

import io.hmsbridge.core.governance.Governance.Verdict;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** The values of a JSON Patch by the places they go to, so that they can be vetted like fields. */
final class PatchValues {

    private static final String PATH = "path";
    private static final String VALUE = "value";

    /** @param layer how many operations before it have a value for the same field; -1 if it has none itself */
    private record Operation(Map<?, ?> written, String field, int layer) {}

    /** @param operations what may leave; none if it is blocked */
    record Decided(List<Object> operations, Verdict verdict) {}

    private final List<Operation> operations = new ArrayList<>();
    private final List<Map<String, Object>> layers = new ArrayList<>();

    PatchValues(List<?> patch) {
        var seen = new HashMap<String, Integer>();
        layers.add(new LinkedHashMap<>());
        for (var one : patch) {
            var written = (Map<?, ?>) one;
            var field = field((String) written.get(PATH));
            boolean hasValue = written.containsKey(VALUE);
            int layer = hasValue ? seen.merge(field, 1, Integer::sum) - 1 : -1;
            operations.add(new Operation(written, field, layer));
            if (hasValue) {
                if (layer == layers.size()) {
                    layers.add(new LinkedHashMap<>());
                }
                layers.get(layer).put(field, written.get(VALUE));
            }
        }
    }

    /** Every value under its field; one map, and more only where operations have the same field. */
    List<Map<String, Object>> layers() {
        return layers;
    }

    /**
     * What is left of the operations by the decisions on each layer, and these as one.
     *
     * @param vet decides on one layer
     */
    Decided decided(Function<Map<String, Object>, Verdict> vet) {
        var passed = new ArrayList<Verdict.Pass>();
        for (var layer : layers) {
            switch (vet.apply(layer)) {
                case Verdict.Pass pass -> passed.add(pass);
                case Verdict.Block block -> {
                    return new Decided(List.of(), block);
                }
            }
        }
        var findings = passed.stream().flatMap(pass -> pass.findings().stream()).distinct().toList();
        return new Decided(in(passed.stream().map(Verdict.Pass::payload).toList()),
                new Verdict.Pass(Map.of(), findings, passed.getFirst().policy()));
    }

    /**
     * The operations with the values as vetted; those whose value was dropped are gone.
     *
     * @param vetted what is left of each layer
     */
    List<Object> in(List<Map<String, Object>> vetted) {
        var kept = new ArrayList<Object>();
        for (var one : operations) {
            if (one.layer >= 0 && !vetted.get(one.layer).containsKey(one.field)) {
                continue;
            }
            var operation = new LinkedHashMap<String, Object>();
            one.written.forEach((name, value) -> operation.put((String) name, value));
            if (one.layer >= 0) {
                operation.put(VALUE, vetted.get(one.layer).get(one.field));
            }
            kept.add(operation);
        }
        return kept;
    }

    /** As sheets write it: {@code address.city} for {@code /address/city}. */
    private static String field(String pointer) {
        return pointer.substring(1).replace('/', '.').replace("~1", "/").replace("~0", "~");
    }
}
