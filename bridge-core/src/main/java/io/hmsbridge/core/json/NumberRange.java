package io.hmsbridge.core.json;

import java.math.BigDecimal;
import java.math.BigInteger;

/** The numbers that are carried: those which every target and the ledger can be expected to keep. */
final class NumberRange {

    /** Longer than the text of any number within the limits: sign, digits, point, leading zeros, exponent. */
    static final int LONGEST_TEXT = 2 * ExactJson.MAX_DIGITS;

    /** 2^3300 has fewer than 1,000 digits. */
    private static final int BITS_SURELY_WITHIN = 3_300;

    private NumberRange() {
    }

    static boolean contains(BigDecimal number) {
        return Math.abs((long) number.scale()) <= ExactJson.MAX_EXPONENT && number.precision() <= ExactJson.MAX_DIGITS;
    }

    static boolean contains(BigInteger number) {
        return number.bitLength() <= BITS_SURELY_WITHIN || contains(new BigDecimal(number));
    }
}
