package io.hmsbridge.core.mapping.expression;

import java.util.regex.Pattern;

/** Finds numbers in an expression's text that a double cannot hold: the parser would round them without a word. */
final class Literals {

    private static final Pattern TOKEN = Pattern.compile(
            "\"(?:[^\"\\\\]|\\\\.)*+\"|'(?:[^'\\\\]|\\\\.)*+'|`[^`]*+`|/\\*.*?\\*/|[A-Za-z_$][A-Za-z_0-9]*+"
                    + "|([0-9]++(?:\\.[0-9]++)?)",
            Pattern.DOTALL);

    private Literals() {}

    static void check(String expression) {
        var matcher = TOKEN.matcher(expression);
        while (matcher.find()) {
            var number = matcher.group(1);
            if (number != null && !ExactNumber.isSafe(new java.math.BigDecimal(number))) {
                throw new ExpressionException("the number " + number + " has more than 15 digits and would be rounded;"
                        + " give it as text to an exact function, as in $exactAdd('" + number + "', data.amount)",
                        matcher.start() + 1);
            }
        }
    }
}
