package io.hmsbridge.plugins.files;

import java.math.BigInteger;

/** How COBOL stores a number. */
enum Usage {
    /** A character for each digit. */
    DISPLAY,
    /** COMP-3: half a byte for each digit and for the sign. */
    PACKED,
    /** COMP: two's complement, the highest byte first. */
    BINARY;

    /** The most digits that compilers take by default. */
    static final int MOST_DIGITS = 18;

    /** @return bytes */
    int width(Picture picture) {
        return switch (this) {
            case DISPLAY -> picture.width();
            case PACKED -> picture.digits() / 2 + 1;
            case BINARY -> picture.digits() <= 4 ? 2 : picture.digits() <= 9 ? 4 : 8;
        };
    }

    /** For a number that fits its picture; not for {@link #DISPLAY}. */
    byte[] bytes(Picture picture, BigInteger number) {
        return this == PACKED ? packed(picture, number) : binary(number, width(picture));
    }

    private static byte[] packed(Picture picture, BigInteger number) {
        char sign = picture.sign() == Picture.Sign.NONE ? 'f' : number.signum() < 0 ? 'd' : 'c';
        var halves = (picture.digits() % 2 == 0 ? "0" : "") + picture.digits(number) + sign;
        return java.util.HexFormat.of().parseHex(halves);
    }

    private static byte[] binary(BigInteger number, int width) {
        var bytes = new byte[width];
        long value = number.longValueExact();
        for (int i = width - 1; i >= 0; i--, value >>= 8) {
            bytes[i] = (byte) value;
        }
        return bytes;
    }
}
