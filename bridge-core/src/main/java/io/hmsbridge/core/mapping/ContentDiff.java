package io.hmsbridge.core.mapping;

import io.hmsbridge.core.json.ExactJson;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;

/** Compares two contents of a packet, and shows the difference line by line: what goes (-) and what comes (+). */
public final class ContentDiff {

    private final List<String> lines = new ArrayList<>();
    private final boolean exact;
    private boolean differs;

    private ContentDiff(boolean exact) {
        this.exact = exact;
    }

    /** What a test expects beside what was made, with the lines that are as expected; empty if there is no difference. */
    static List<String> between(Object expected, Object made) {
        var diff = new ContentDiff(false);
        diff.compare("", expected, made);
        return diff.differs ? diff.lines : List.of();
    }

    /** What is written otherwise, in an order of its own or not; empty if nothing is. */
    public static List<String> exact(Object before, Object now) {
        var diff = new ContentDiff(true);
        diff.compare("", before, now);
        return diff.lines.stream().map(String::strip).toList();
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
        } else
            if (exact ? ExactJson.writeString(expected).equals(ExactJson.writeString(made))
                    : isSame(expected, made)) {
                        if (!exact) {
                            lines.add("    " + line(path, made));
                        }
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
