package io.hmsbridge.plugins.jdbc;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;

/** Writes the values of packets as compact JSON, every digit kept. */
public final class Json {

    private Json() {}

    /** @param value of the closed set that packets are made of */
    public static String of(Object value) {
        var out = new StringBuilder();
        write(value, out);
        return out.toString();
    }

    private static void write(Object value, StringBuilder out) {
        switch (value) {
            case null -> out.append("null");
            case String text -> text(text, out);
            case BigDecimal number -> out.append(number.scale() < 0 || number.scale() > 1_000 ? number.toString()
                    : number.toPlainString());
            case Map<?, ?> map -> {
                var separator = "{";
                for (var entry : map.entrySet()) {
                    out.append(separator);
                    text((String) entry.getKey(), out);
                    out.append(':');
                    write(entry.getValue(), out);
                    separator = ",";
                }
                out.append(map.isEmpty() ? "{}" : "}");
            }
            case List<?> list -> {
                var separator = "[";
                for (var element : list) {
                    out.append(separator);
                    write(element, out);
                    separator = ",";
                }
                out.append(list.isEmpty() ? "[]" : "]");
            }
            default -> out.append(value); // Long, BigInteger, Boolean
        }
    }

    private static void text(String text, StringBuilder out) {
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"' -> out.append("\\\"");
                case '\\' -> out.append("\\\\");
                case '\n' -> out.append("\\n");
                case '\r' -> out.append("\\r");
                case '\t' -> out.append("\\t");
                default -> {
                    if (c < ' ') {
                        out.append("\\u00").append(Character.forDigit(c >> 4, 16))
                                .append(Character.forDigit(c & 15, 16));
                    } else {
                        out.append(c);
                    }
                }
            }
        }
        out.append('"');
    }
}
