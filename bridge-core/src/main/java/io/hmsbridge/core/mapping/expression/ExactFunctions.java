package io.hmsbridge.core.mapping.expression;

import com.dashjoin.jsonata.Jsonata;
import com.dashjoin.jsonata.Jsonata.JFunction;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.BinaryOperator;
import java.util.stream.Collectors;

/** Functions that compute with decimals as on paper, for money. Numbers may also be given as text. */
final class ExactFunctions {

    static final Set<String> NAMES = Set.of("exactAdd", "exactSubtract", "exactMultiply", "exactDivide", "exactSum",
            "exactRound", "exactCompare");
    private static final int MOST_DIGITS = 1_000;

    private ExactFunctions() {}

    static void register(Jsonata jsonata) {
        register(jsonata, "exactAdd", BigDecimal::add);
        register(jsonata, "exactSubtract", BigDecimal::subtract);
        register(jsonata, "exactMultiply", BigDecimal::multiply);
        jsonata.registerFunction("exactDivide", new JFunction((_, a) -> divide(a), null));
        jsonata.registerFunction("exactSum", new JFunction((_, a) -> sum(a), null));
        jsonata.registerFunction("exactRound", new JFunction((_, a) -> round(a), null));
        jsonata.registerFunction("exactCompare", new JFunction((_, a) -> compare(a), null));
    }

    private static void register(Jsonata jsonata, String name, BinaryOperator<BigDecimal> operator) {
        jsonata.registerFunction(name, new JFunction((_, a) -> {
            var left = decimal(name, a, 0);
            var right = decimal(name, a, 1);
            return left == null || right == null ? null : result(operator.apply(left, right));
        }, null));
    }

    private static Object divide(List<?> arguments) {
        var left = decimal("exactDivide", arguments, 0);
        var right = decimal("exactDivide", arguments, 1);
        if (left == null || right == null) {
            return null;
        }
        if (right.signum() == 0) {
            throw new ExpressionException("$exactDivide: division by zero");
        }
        return result(left.divide(right, scale("exactDivide", arguments, 2), rounding("exactDivide", arguments, 3)));
    }

    private static Object sum(List<?> arguments) {
        if (arguments.isEmpty() || arguments.getFirst() == null) {
            return null;
        }
        if (!(arguments.getFirst() instanceof List<?> numbers)) {
            return result(decimal("exactSum", arguments, 0));
        }
        var sum = BigDecimal.ZERO;
        for (var number : numbers) {
            sum = sum.add(decimal("exactSum", number));
        }
        return result(sum);
    }

    private static Object round(List<?> arguments) {
        var number = decimal("exactRound", arguments, 0);
        return number == null ? null
                : result(number.setScale(scale("exactRound", arguments, 1), rounding("exactRound", arguments, 2)));
    }

    private static Object compare(List<?> arguments) {
        var left = decimal("exactCompare", arguments, 0);
        var right = decimal("exactCompare", arguments, 1);
        return left == null || right == null ? null : (Object) (long) left.compareTo(right);
    }

    private static Number result(BigDecimal exact) {
        if (exact.precision() > MOST_DIGITS || Math.abs(exact.scale()) > MOST_DIGITS) {
            throw new ExpressionException("the result has more than " + MOST_DIGITS + " digits");
        }
        if (exact.scale() > 0) {
            return ExactNumber.of(exact);
        }
        var integer = exact.toBigInteger();
        return ExactNumber.of(integer.bitLength() < Long.SIZE ? (Number) integer.longValue() : integer);
    }

    private static BigDecimal decimal(String function, List<?> arguments, int index) {
        var value = index < arguments.size() ? arguments.get(index) : null;
        return value == null || Jsonata.NULL_VALUE.equals(value) ? null : decimal(function, value);
    }

    private static BigDecimal decimal(String function, Object value) {
        if (value instanceof Number number) {
            return ExactNumber.decimal(number);
        }
        if (value instanceof String text && text.length() <= MOST_DIGITS) {
            try {
                return new BigDecimal(text.strip());
            } catch (NumberFormatException _) {
                // answered below
            }
        }
        throw new ExpressionException("$" + function + ": a number is wanted");
    }

    private static int scale(String function, List<?> arguments, int index) {
        var scale = decimal(function, arguments, index);
        if (scale == null || scale.signum() < 0 || scale.compareTo(BigDecimal.valueOf(100)) > 0) {
            throw new ExpressionException("$" + function + ": say how many decimals there are to be, from 0 to 100");
        }
        return scale.intValue();
    }

    private static RoundingMode rounding(String function, List<?> arguments, int index) {
        if (index >= arguments.size() || !(arguments.get(index) instanceof String mode)) {
            return RoundingMode.HALF_UP;
        }
        try {
            return RoundingMode.valueOf(mode.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException _) {
            throw new ExpressionException("$" + function + ": the rounding is one of "
                    + Arrays.stream(RoundingMode.values()).map(Enum::name).collect(Collectors.joining(", ")));
        }
    }
}
