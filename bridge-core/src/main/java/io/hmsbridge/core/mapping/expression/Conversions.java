package io.hmsbridge.core.mapping.expression;

import com.dashjoin.jsonata.Jsonata;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Values on their way into an expression and out of it. */
final class Conversions {

    /** How many values one result may hold. */
    static final int MOST_VALUES = 100_000;
    private static final int DEEPEST = 100;

    private int values;

    private Conversions() {}

    /** Whether an expression may have the value as it is: most hold no number that needs care. */
    static boolean isSafe(Object value) {
        return switch (value) {
            case Map<?, ?> map -> {
                for (var one : map.values()) {
                    if (!isSafe(one)) {
                        yield false;
                    }
                }
                yield true;
            }
            case List<?> list -> {
                for (var one : list) {
                    if (!isSafe(one)) {
                        yield false;
                    }
                }
                yield true;
            }
            case null, default -> ExactNumber.isSafe(value);
        };
    }

    static Object in(Object value) {
        return isSafe(value) ? value : guarded(value);
    }

    private static Object guarded(Object value) {
        return switch (value) {
            case Map<?, ?> map -> {
                var copy = LinkedHashMap.<Object, Object>newLinkedHashMap(map.size());
                map.forEach((key, one) -> copy.put(key, guarded(one)));
                yield copy;
            }
            case List<?> list -> {
                var copy = new ArrayList<>(list.size());
                list.forEach(one -> copy.add(guarded(one)));
                yield copy;
            }
            case Number number -> ExactNumber.of(number);
            case null, default -> value;
        };
    }

    /** @return {@link Absent} if there is no result */
    static Object out(Object result) {
        return result == null ? Absent.ABSENT : new Conversions().closed(result, 0);
    }

    private Object closed(Object value, int depth) {
        if (++values > MOST_VALUES || depth > DEEPEST) {
            throw new ExpressionException("the result is too large");
        }
        if (Jsonata.NULL_VALUE.equals(value)) {
            return null;
        }
        return switch (value) {
            case null -> null;
            case String s -> s;
            case Boolean b -> b;
            case Number n -> ExactNumber.closed(n);
            case Map<?, ?> map -> {
                var copy = LinkedHashMap.<String, Object>newLinkedHashMap(map.size());
                map.forEach((key, one) -> copy.put((String) key, closed(one, depth + 1)));
                yield Collections.unmodifiableMap(copy);
            }
            case List<?> list -> {
                var copy = new ArrayList<>(Math.min(list.size(), MOST_VALUES));
                for (var one : list) {
                    copy.add(closed(one, depth + 1));
                }
                yield Collections.unmodifiableList(copy);
            }
            default -> throw new ExpressionException("the result is a function, not a value");
        };
    }
}
