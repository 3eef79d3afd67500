package io.hmsbridge.core.mapping.convert;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;

/** Numbers, exactly. */
public final class Numbers {

    private static final int LONGEST = 1_000;

    private Numbers() {}

    /** A number with this many decimals. */
    public static Conversion scale(int decimals, RoundingMode rounding) {
        return value -> {
            try {
                var scaled = decimal(value).setScale(decimals, rounding);
                return decimals == 0 ? integer(scaled.toBigInteger()) : scaled;
            } catch (ArithmeticException _) {
                throw new ConversionException("it has more than " + decimals + " decimals, and must not be rounded");
            }
        };
    }

    /** A number; texts are read as one. */
    public static Conversion number() {
        return value -> value instanceof Number ? value : closed(decimal(value));
    }

    /** A whole number; one with decimals other than zeros is refused. */
    public static Conversion integer() {
        return value -> {
            try {
                return integer(decimal(value).toBigIntegerExact());
            } catch (ArithmeticException _) {
                throw new ConversionException("it has decimals and must be a whole number");
            }
        };
    }

    /** A number times a factor. */
    public static Conversion times(BigDecimal factor) {
        return value -> closed(decimal(value).multiply(factor));
    }

    static BigDecimal decimal(Object value) {
        return switch (value) {
            case BigDecimal d -> d;
            case Long l -> BigDecimal.valueOf(l);
            case BigInteger i -> new BigDecimal(i);
            case String text when text.length() <= LONGEST -> parse(text);
            default -> throw new ConversionException("it is not a number");
        };
    }

    private static BigDecimal parse(String text) {
        try {
            var number = new BigDecimal(text.strip());
            if (Math.abs((long) number.scale()) > LONGEST) {
                throw new ConversionException("it has more than " + LONGEST + " digits");
            }
            return number;
        } catch (NumberFormatException _) {
            throw new ConversionException("it is not a number");
        }
    }

    static Object closed(BigDecimal number) {
        return number.scale() > 0 ? number : integer(number.toBigInteger());
    }

    private static Object integer(BigInteger integer) {
        return integer.bitLength() < Long.SIZE ? (Object) integer.longValue() : integer;
    }
}
