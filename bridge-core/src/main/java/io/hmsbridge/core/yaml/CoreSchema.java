package io.hmsbridge.core.yaml;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.regex.Pattern;

/**
 * What a scalar without quotes means. Narrower than YAML 1.2: a number is what JSON calls a number and nothing else, so
 * that grades ({@code 012}), clock times ({@code 1:30}), telephone numbers ({@code +49...}) and {@code no} stay text.
 */
final class CoreSchema {

    private static final Pattern NUMBER = Pattern.compile("-?(?:0|[1-9][0-9]*)(\\.[0-9]+)?([eE][-+]?[0-9]{1,4})?");
    private static final int MOST_DIGITS = 1_000;
    private static final int LARGEST_EXPONENT = 1_000;

    private CoreSchema() {
    }

    static Object value(String text) {
        return switch (text) {
            case "", "~", "null", "Null", "NULL" -> null;
            case "true", "True", "TRUE" -> Boolean.TRUE;
            case "false", "False", "FALSE" -> Boolean.FALSE;
            default -> numberOrText(text);
        };
    }

    private static Object numberOrText(String text) {
        char first = text.charAt(0);
        boolean mayBeNumber = (first == '-' || first >= '0' && first <= '9') && text.length() <= 2 * MOST_DIGITS;
        var matcher = NUMBER.matcher(text);
        if (!mayBeNumber || !matcher.matches()) {
            return text;
        }
        var exact = new BigDecimal(text);
        if (exact.precision() > MOST_DIGITS || Math.abs(exact.scale()) > LARGEST_EXPONENT) {
            return text;
        }
        return exact.scale() == 0 ? integer(exact.unscaledValue()) : exact;
    }

    private static Object integer(BigInteger integer) {
        return integer.bitLength() < Long.SIZE ? Long.valueOf(integer.longValue()) : integer;
    }
}
