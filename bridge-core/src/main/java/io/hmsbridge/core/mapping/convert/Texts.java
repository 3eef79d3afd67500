package io.hmsbridge.core.mapping.convert;

import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Texts, and what has to do with them. Lengths are counted in characters as people see them in Unicode's code points. */
public final class Texts {

    private Texts() {}

    /** Where a text stands in its width. */
    public enum Align {
        /** Filled up at its end. */
        LEFT,
        /** Filled up at its beginning. */
        RIGHT
    }

    /** A text; numbers with the digits they have. */
    public static Conversion text() {
        return Texts::of;
    }

    /** Without blanks at its ends; what is no text stays. */
    public static Conversion trim() {
        return value -> value instanceof String text ? text.strip() : value;
    }

    /** In capitals. */
    public static Conversion upper() {
        return value -> of(value).toUpperCase(Locale.ROOT);
    }

    /** In small letters. */
    public static Conversion lower() {
        return value -> of(value).toLowerCase(Locale.ROOT);
    }

    /** True or false, also where it is written as yes or no, y or n, 1 or 0. */
    public static Conversion flag() {
        return value -> switch (value instanceof Boolean b ? b.toString()
                : of(value).strip().toLowerCase(Locale.ROOT)) {
            case "true", "yes", "y", "1" -> true;
            case "false", "no", "n", "0" -> false;
            default -> throw new ConversionException("it is neither true nor false");
        };
    }

    /** A text of this width exactly; a longer one is cut if that is allowed, and else refused. */
    public static Conversion width(int width, Align align, int filler, boolean cut) {
        return value -> {
            var text = of(value);
            int length = text.codePointCount(0, text.length());
            if (length > width) {
                if (!cut) {
                    throw new ConversionException("it is longer than " + width + " characters");
                }
                return text.substring(0, text.offsetByCodePoints(0, width));
            }
            var padding = Character.toString(filler).repeat(width - length);
            return align == Align.LEFT ? text + padding : padding + text;
        };
    }

    static String of(Object value) {
        return switch (value) {
            case String text -> text;
            case BigDecimal decimal -> decimal.toPlainString();
            case Map<?, ?> _,List<?> _ -> throw new ConversionException("it is a structure, not a single value");
            default -> value.toString();
        };
    }
}
