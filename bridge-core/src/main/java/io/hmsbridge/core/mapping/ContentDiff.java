package io.hmsbridge.core.mapping;

import io.hmsbridge.core.json.ExactJson;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;

/** Compares what was expected with what was made, and shows the difference line by line. */
final class ContentDiff {

    private final List<String> lines = new ArrayList<>();
    private boolean differs;

    private ContentDiff() {}

    /** The lines to show; empty if there is no difference. */
    static List<String> between(Object expected, Object made) {
        var diff = new ContentDiff();
        diff.compare("", expected, made);
        return diff.differs ? diff.lines : List.of();
    }

    private void compare(String path, Object expected, Object made) {
        if (expected instanceof Map<?, ?> a && made instanceof Map<?, ?> b) {
            var names = new LinkedHashSet<Object>(a.keySet());
            names.addAll(b.keySet());
            for (var name : names) {
                var inside = path.isEmpty() ? name.toString() : path + "." + name;
                if (!b.containsKey(name)) {
                    expected(inside, a.get(name));
                } else if (!a.containsKey(name)) {
                    made(inside, b.get(name));
                } else {
                    compare(inside, a.get(name), b.get(name));
                }
            }
        } else if (expected instanceof List<?> a && made instanceof List<?> b) {
            for (int i = 0; i < Math.max(a.size(), b.size()); i++) {
                var inside = path + "[" + i + "]";
                if (i >= b.size()) {
                    expected(inside, a.get(i));
                } else if (i >= a.size()) {
                    made(inside, b.get(i));
                } else {
                    compare(inside, a.get(i), b.get(i));
                }
            }
        } else if (isSame(expected, made)) {
            lines.add("    " + line(path, made));
        } else {
            expected(path, expected);
            made(path, made);
        }
    }

    /** A number in quotes asks for its digits as well: {@code "68.00"} is not 68. */
    private static boolean isSame(Object expected, Object made) {
        return expected instanceof String text && made instanceof Number number ? text.equals(plain(number))
                : Change.isNone(expected, made);
    }

    private void expected(String path, Object value) {
        differs = true;
        lines.add("  - " + line(path, value));
    }

    private void made(String path, Object value) {
        differs = true;
        lines.add("  + " + line(path, value));
    }

    private static String line(String path, Object value) {
        return (path.isEmpty() ? "" : path + ": ") + ExactJson.writeString(value);
    }

    private static String plain(Number number) {
        return switch (number) {
            case BigDecimal decimal -> decimal.toPlainString();
            case BigInteger integer -> integer.toString();
            default -> number.toString();
        };
    }
}
