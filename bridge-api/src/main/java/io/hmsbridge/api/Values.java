package io.hmsbridge.api;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Brings plain JDK values into the closed set of types that events and packets are made of. */
public final class Values {

    private static final int MAX_DEPTH = 100;
    private static final BigInteger LONG_MIN = BigInteger.valueOf(Long.MIN_VALUE);
    private static final BigInteger LONG_MAX = BigInteger.valueOf(Long.MAX_VALUE);

    private Values() {}

    /**
     * A deep, unmodifiable copy of {@code value} in the closed set described in the package's documentation.
     *
     * <p>Smaller integer types become {@code Long}. A {@code float} or {@code double} becomes the shortest decimal that
     * denotes it ({@code 0.1} is {@code 0.1}); not-a-number and the infinities are refused.
     *
     * @throws IllegalArgumentException naming the path of a value that is of another type, of a map key that is not a
     *     string, or of a nesting deeper than 100
     */
    public static Object of(Object value) {
        return copy(value, "$", 0);
    }

    /** {@link #of(Object)} for a map, such as an event's data. */
    public static Map<String, Object> ofMap(Map<String, ?> map) {
        return copyMap(map, "$", 0);
    }

    private static Object copy(Object value, String path, int depth) {
        return switch (value) {
            case null -> null;
            case String s -> s;
            case Long l -> l;
            case Boolean b -> b;
            case BigDecimal d -> d;
            case BigInteger i -> i.compareTo(LONG_MIN) >= 0 && i.compareTo(LONG_MAX) <= 0 ? (Object) i.longValue() : i;
            case Integer i -> i.longValue();
            case Short i -> i.longValue();
            case Byte i -> i.longValue();
            case Double d when Double.isFinite(d) -> new BigDecimal(d.toString());
            case Float f when Float.isFinite(f) -> new BigDecimal(f.toString());
            case Map<?, ?> map -> copyMap(map, path, depth + 1);
            case List<?> list -> copyList(list, path, depth + 1);
            default -> throw new IllegalArgumentException(
                    "%s: %s is not a JSON value; use null, a boolean, a string, a finite number, a List or a Map"
                            .formatted(path, value instanceof Number n ? n.toString() : value.getClass().getName()));
        };
    }

    private static Map<String, Object> copyMap(Map<?, ?> map, String path, int depth) {
        checkDepth(path, depth);
        var copy = LinkedHashMap.<String, Object>newLinkedHashMap(map.size());
        for (var entry : map.entrySet()) {
            if (!(entry.getKey() instanceof String key)) {
                throw new IllegalArgumentException(path + ": the key " + entry.getKey() + " is not a string");
            }
            var value = entry.getValue();
            copy.put(key, isPlain(value) ? value : copy(value, path + "." + key, depth));
        }
        return Collections.unmodifiableMap(copy);
    }

    private static List<Object> copyList(List<?> list, String path, int depth) {
        checkDepth(path, depth);
        var copy = new ArrayList<>(list.size());
        for (var value : list) {
            copy.add(isPlain(value) ? value : copy(value, path + "[" + copy.size() + "]", depth));
        }
        return Collections.unmodifiableList(copy);
    }

    /** Spares the path of a value that needs no copy: most of them. */
    private static boolean isPlain(Object value) {
        return value == null || value instanceof String || value instanceof Long || value instanceof Boolean
                || value instanceof BigDecimal;
    }

    private static void checkDepth(String path, int depth) {
        if (depth > MAX_DEPTH) {
            throw new IllegalArgumentException(path + ": nested deeper than " + MAX_DEPTH);
        }
    }
}
