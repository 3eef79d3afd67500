package io.hmsbridge.core;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The values of a JSON Patch by the places they go to, so that they can be vetted like fields. */
final class PatchValues {

    private static final String PATH = "path";
    private static final String VALUE = "value";

    private PatchValues() {}

    static Map<String, Object> of(List<?> operations) {
        var values = new LinkedHashMap<String, Object>();
        for (var one : operations) {
            var operation = (Map<?, ?>) one;
            if (operation.containsKey(VALUE)) {
                values.put(field((String) operation.get(PATH)), operation.get(VALUE));
            }
        }
        return values;
    }

    /** The operations with the values as vetted; those whose value was dropped are gone. */
    static List<Object> in(List<?> operations, Map<String, Object> vetted) {
        var kept = new ArrayList<Object>();
        for (var one : operations) {
            var operation = new LinkedHashMap<String, Object>();
            ((Map<?, ?>) one).forEach((name, value) -> operation.put((String) name, value));
            var field = field((String) operation.get(PATH));
            if (!operation.containsKey(VALUE)) {
                kept.add(operation);
            } else if (vetted.containsKey(field)) {
                operation.put(VALUE, vetted.get(field));
                kept.add(operation);
            }
        }
        return kept;
    }

    /** As sheets write it: {@code address.city} for {@code /address/city}. */
    private static String field(String pointer) {
        return pointer.substring(1).replace('/', '.').replace("~1", "/").replace("~0", "~");
    }
}
