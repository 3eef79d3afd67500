package io.hmsbridge.plugins.rest;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.function.IntPredicate;

/** Percent-encoding by RFC 3986, in UTF-8. */
final class Percent {

    private static final HexFormat HEX = HexFormat.of().withUpperCase();
    private static final String UNRESERVED = "-._~";
    private static final String IN_PATH_OR_QUERY = UNRESERVED + "/?:@!$&'()*+,;=";

    private Percent() {}

    /** A value that must stay within its place: all but unreserved characters are encoded. */
    static String of(String value) {
        return encode(value, c -> isLetterOrDigit(c) || UNRESERVED.indexOf(c) >= 0);
    }

    /** What a person wrote as path and query: only what an address cannot hold is encoded. */
    static String ofLiteral(String text) {
        return encode(text, c -> isLetterOrDigit(c) || c == '%' || IN_PATH_OR_QUERY.indexOf(c) >= 0);
    }

    /** A value in a header. */
    static String ofHeader(String value) {
        return encode(value, c -> c >= ' ' && c < 127 && c != '%');
    }

    private static String encode(String text, IntPredicate kept) {
        if (text.chars().allMatch(kept)) {
            return text;
        }
        var encoded = new StringBuilder(text.length() + 16);
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            if (b >= 0 && kept.test(b)) {
                encoded.append((char) b);
            } else {
                HEX.toHexDigits(encoded.append('%'), b);
            }
        }
        return encoded.toString();
    }

    private static boolean isLetterOrDigit(int c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9';
    }
}
