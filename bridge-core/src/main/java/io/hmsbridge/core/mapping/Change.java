package io.hmsbridge.core.mapping;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** What is another value and what is only written in another way. */
final class Change {

    private Change() {}

    /** Whether two values are the same; numbers are compared by what they are worth, not by their zeros. */
    static boolean isNone(Object before, Object now) {
        if (Objects.equals(before, now)) {
            return true;
        }
        return switch (before) {
            case Number a when now instanceof Number b -> decimal(a).compareTo(decimal(b)) == 0;
            case Map<?, ?> a when now instanceof Map<?, ?> b -> a.size() == b.size() && a.entrySet().stream()
                    .allMatch(e -> b.containsKey(e.getKey()) && isNone(e.getValue(), b.get(e.getKey())));
            case List<?> a when now instanceof List<?> b -> {
                boolean same = a.size() == b.size();
                for (int i = 0; same && i < a.size(); i++) {
                    same = isNone(a.get(i), b.get(i));
                }
                yield same;
            }
            case null, default -> false;
        };
    }

    /** The merge patch (RFC 7396) that makes the one map the other. */
    static Map<String, Object> mergePatch(Map<?, ?> before, Map<?, ?> now) {
        var patch = new LinkedHashMap<String, Object>();
        before.keySet().stream().filter(name -> !now.containsKey(name)).forEach(name -> patch.put((String) name, null));
        now.forEach((name, value) -> {
            var old = before.get(name);
            if (!before.containsKey(name) || !isNone(old, value)) {
                patch.put((String) name,
                        old instanceof Map<?, ?> a && value instanceof Map<?, ?> b ? mergePatch(a, b) : value);
            }
        });
        return patch;
    }

    /** Adds the operations (RFC 6902) that make the one value the other at a place. */
    static void operations(String pointer, Object before, Object now, List<Object> into) {
        if (!(before instanceof Map<?, ?> a) || !(now instanceof Map<?, ?> b)) {
            into.add(operation("replace", pointer, now));
            return;
        }
        a.keySet().stream().filter(name -> !b.containsKey(name))
                .forEach(name -> into.add(removal(pointer + "/" + TargetPath.escaped((String) name))));
        b.forEach((name, value) -> {
            var place = pointer + "/" + TargetPath.escaped((String) name);
            if (!a.containsKey(name)) {
                into.add(operation("add", place, value));
            } else if (!isNone(a.get(name), value)) {
                operations(place, a.get(name), value, into);
            }
        });
    }

    static Map<String, Object> operation(String op, String pointer, Object value) {
        var operation = new LinkedHashMap<String, Object>();
        operation.put("op", op);
        operation.put("path", pointer);
        operation.put("value", value);
        return operation;
    }

    static Map<String, Object> removal(String pointer) {
        var operation = new LinkedHashMap<String, Object>();
        operation.put("op", "remove");
        operation.put("path", pointer);
        return operation;
    }

    private static BigDecimal decimal(Number number) {
        return switch (number) {
            case BigDecimal d -> d;
            case BigInteger i -> new BigDecimal(i);
            default -> BigDecimal.valueOf(number.longValue());
        };
    }
}
