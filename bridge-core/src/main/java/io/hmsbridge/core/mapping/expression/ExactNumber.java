package io.hmsbridge.core.mapping.expression;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;

/**
 * A number that a double cannot hold. It passes through an expression as it is; whoever would compute with it as a double is
 * refused.
 */
final class ExactNumber extends Number implements Comparable<ExactNumber> {

    private static final long serialVersionUID = 1L;
    /** Up to here every decimal is told apart from its neighbours by a double, and comes back as it was. */
    private static final int SAFE_DIGITS = 15;
    private static final long LARGEST_SAFE = 1L << 53;
    private static final int LARGEST_EXPONENT = 290;
    private static final MathContext SAFE = new MathContext(SAFE_DIGITS);

    private final transient Number value;

    private ExactNumber(Number value) {
        this.value = value;
    }

    static boolean isSafe(Object value) {
        return switch (value) {
            case Long l -> l >= -LARGEST_SAFE && l <= LARGEST_SAFE;
            case BigInteger _ -> false;
            case BigDecimal d -> (d.precision() <= SAFE_DIGITS || d.stripTrailingZeros().precision() <= SAFE_DIGITS)
                    && Math.abs(d.precision() - d.scale()) <= LARGEST_EXPONENT;
            case null, default -> true;
        };
    }

    /** The number as an expression may have it. */
    static Number of(Number value) {
        return isSafe(value) ? value : new ExactNumber(value);
    }

    /** A number of an expression as a decimal. */
    static BigDecimal decimal(Number number) {
        return switch (number) {
            case ExactNumber exact -> decimal(exact.value);
            case BigDecimal decimal -> decimal;
            case BigInteger integer -> new BigDecimal(integer);
            case Double d -> plain(d);
            default -> BigDecimal.valueOf(number.longValue());
        };
    }

    /** A number of an expression in the closed set of values. */
    static Number closed(Number number) {
        return switch (number) {
            case ExactNumber exact -> exact.value;
            case Long l -> l;
            case BigDecimal d -> d;
            case BigInteger i -> i;
            case Double d -> integral(plain(d));
            default -> number.longValue();
        };
    }

    private static Number integral(BigDecimal decimal) {
        if (decimal.scale() > 0) {
            return decimal;
        }
        var integer = decimal.toBigInteger();
        return integer.bitLength() < Long.SIZE ? (Number) integer.longValue() : integer;
    }

    /** As JSONata writes a result: 15 digits, so that 0.1 + 0.2 is 0.3. */
    private static BigDecimal plain(double d) {
        if (!Double.isFinite(d)) {
            throw new ExpressionException("the result is not a number");
        }
        var decimal = new BigDecimal(d).round(SAFE).stripTrailingZeros();
        return decimal.signum() == 0 ? BigDecimal.ZERO : decimal;
    }

    private static ExpressionException refusal() {
        return new ExpressionException("a number of more than 15 digits would lose some of them here;"
                + " use $exactAdd, $exactSubtract, $exactMultiply, $exactDivide, $exactSum, $exactRound or $exactCompare");
    }

    @Override
    public double doubleValue() {
        throw refusal();
    }

    @Override
    public float floatValue() {
        throw refusal();
    }

    @Override
    public int intValue() {
        throw refusal();
    }

    @Override
    public long longValue() {
        throw refusal();
    }

    @Override
    public int compareTo(ExactNumber other) {
        return decimal(this).compareTo(decimal(other));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ExactNumber exact && compareTo(exact) == 0;
    }

    @Override
    public int hashCode() {
        return decimal(this).stripTrailingZeros().hashCode();
    }

    @Override
    public String toString() {
        return decimal(this).toPlainString();
    }
}
