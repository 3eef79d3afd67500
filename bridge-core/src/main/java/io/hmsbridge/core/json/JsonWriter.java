package io.hmsbridge.core.json;

import io.hmsbridge.core.json.JsonProblem.Kind;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Map;

/**
 * Writes one value, straight into bytes: every event and packet passes here, and a general generator takes four times as
 * long.
 */
final class JsonWriter {

    /** Up to here a small fraction is written with its zeros rather than with an exponent; both read back equal. */
    private static final int MOST_PLAIN_DECIMALS = 40;

    private static final byte[] HEX = {'0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'A', 'B', 'C', 'D', 'E', 'F'};

    /** The longest that one character becomes: {@code \\u001F}. */
    private static final int LONGEST_CHARACTER = 6;

    /** The longest array that every JVM can make. */
    private static final int LARGEST = Integer.MAX_VALUE - 8;

    private byte[] out = new byte[512];
    private int length;

    private JsonWriter() {}

    static byte[] write(Object value) {
        var writer = new JsonWriter();
        try {
            writer.value(value, 0);
        } catch (Refused e) {
            throw new JsonProblem(e.kind, e.sentence, JsonPath.of(e.steps), null);
        }
        return Arrays.copyOf(writer.out, writer.length);
    }

    private void value(Object value, int depth) {
        switch (value) {
            case null -> ascii("null");
            case String text -> text(text);
            case Long number -> ascii(Long.toString(number));
            case BigDecimal number -> decimal(number);
            case Boolean flag -> ascii(flag ? "true" : "false");
            case Map<?, ?> map -> object(map, depth + 1);
            case List<?> list -> array(list, depth + 1);
            case BigInteger number -> integer(number);
            default -> throw new Refused(Kind.UNKNOWN_TYPE, "a " + value.getClass().getName()
                    + " cannot be written; use Boolean, String, Long, BigInteger, BigDecimal, List or Map");
        }
    }

    private void object(Map<?, ?> map, int depth) {
        refuseTooDeep(depth);
        put('{');
        boolean first = true;
        for (Map.Entry<?, ?> entry : map.entrySet()) {
            if (!(entry.getKey() instanceof String key)) {
                throw new Refused(Kind.UNKNOWN_TYPE, "a key of this map is not text");
            }
            if (!first) {
                put(',');
            }
            first = false;
            try {
                text(key);
                put(':');
                value(entry.getValue(), depth);
            } catch (Refused e) {
                throw e.under(key);
            }
        }
        put('}');
    }

    private void array(List<?> list, int depth) {
        refuseTooDeep(depth);
        put('[');
        int index = 0;
        for (Object element : list) {
            if (index > 0) {
                put(',');
            }
            try {
                value(element, depth);
            } catch (Refused e) {
                throw e.under(index);
            }
            index++;
        }
        put(']');
    }

    private void integer(BigInteger number) {
        if (!NumberRange.contains(number)) {
            throw new Refused(Kind.NUMBER_OUT_OF_RANGE);
        }
        ascii(number.toString());
    }

    private void decimal(BigDecimal number) {
        if (!NumberRange.contains(number)) {
            throw new Refused(Kind.NUMBER_OUT_OF_RANGE);
        }
        boolean plain = number.scale() >= 0 && number.scale() <= MOST_PLAIN_DECIMALS;
        ascii(plain ? number.toPlainString() : number.toString());
    }

    private void text(String text) {
        put('"');
        int end = text.length();
        room(end);
        byte[] to = out;
        int at = length;
        for (int i = 0; i < end; i++) {
            char c = text.charAt(i);
            if (c < ' ' || c >= 0x80 || c == '"' || c == '\\') {
                length = at;
                anyText(text, i);
                put('"');
                return;
            }
            to[at++] = (byte) c;
        }
        length = at;
        put('"');
    }

    /** Text from the first character on that is not written as it is. */
    private void anyText(String text, int from) {
        for (int i = from; i < text.length(); i++) {
            room(LONGEST_CHARACTER);
            char c = text.charAt(i);
            switch (c) {
                case '"', '\\' -> escape(c);
                case '\b' -> escape('b');
                case '\t' -> escape('t');
                case '\n' -> escape('n');
                case '\f' -> escape('f');
                case '\r' -> escape('r');
                case 0 -> throw new Refused(TextCheck.unsafeKind(text));
                default -> {
                    if (c < ' ') {
                        escape('u');
                        ascii("00");
                        out[length++] = HEX[c >> 4];
                        out[length++] = HEX[c & 15];
                    } else if (!Character.isSurrogate(c)) {
                        utf8(c);
                    } else if (i + 1 < text.length() && Character.isSurrogatePair(c, text.charAt(i + 1))) {
                        utf8(Character.toCodePoint(c, text.charAt(++i)));
                    } else {
                        throw new Refused(TextCheck.unsafeKind(text));
                    }
                }
            }
        }
    }

    private void escape(char c) {
        out[length++] = '\\';
        out[length++] = (byte) c;
    }

    private void utf8(int c) {
        if (c < 0x80) {
            out[length++] = (byte) c;
            return;
        }
        if (c < 0x800) {
            out[length++] = (byte) (0xC0 | c >> 6);
        } else {
            if (c < 0x10000) {
                out[length++] = (byte) (0xE0 | c >> 12);
            } else {
                out[length++] = (byte) (0xF0 | c >> 18);
                out[length++] = (byte) (0x80 | c >> 12 & 0x3F);
            }
            out[length++] = (byte) (0x80 | c >> 6 & 0x3F);
        }
        out[length++] = (byte) (0x80 | c & 0x3F);
    }

    private void ascii(String text) {
        int end = text.length();
        room(end);
        for (int i = 0; i < end; i++) {
            out[length++] = (byte) text.charAt(i);
        }
    }

    private void put(char c) {
        room(1);
        out[length++] = (byte) c;
    }

    private void room(int more) {
        if (out.length - length < more) {
            out = Arrays.copyOf(out, Math.max(Math.addExact(length, more), (int) Math.min(2L * out.length, LARGEST)));
        }
    }

    private static void refuseTooDeep(int depth) {
        if (depth > ExactJson.MAX_DEPTH) {
            throw new Refused(Kind.TOO_DEEP);
        }
    }

    /** Gathers on its way out where the value stands. */
    private static final class Refused extends RuntimeException {

        private static final long serialVersionUID = 1L;

        private final Kind kind;
        private final String sentence;
        private final transient Deque<Object> steps = new ArrayDeque<>();

        Refused(Kind kind) {
            this(kind, kind.sentence());
        }

        Refused(Kind kind, String sentence) {
            super(sentence, null, false, false);
            this.kind = kind;
            this.sentence = sentence;
        }

        Refused under(Object step) {
            steps.addFirst(step);
            return this;
        }
    }
}
