package io.hmsbridge.core.json;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;

/** Finds what cannot be stored as UTF-8 text: NUL, lone surrogates, ill-formed bytes. */
final class TextCheck {

    private TextCheck() {
    }

    /** Whether all characters are storable; the common case, so it must be quick. */
    static boolean isSafe(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == 0 || Character.isSurrogate(c)) {
                return text.indexOf(0) < 0 && firstLoneSurrogate(text) < 0;
            }
        }
        return true;
    }

    /** Why a text is not safe. */
    static JsonProblem.Kind unsafeKind(String text) {
        return text.indexOf(0) >= 0 ? JsonProblem.Kind.NUL : JsonProblem.Kind.LONE_SURROGATE;
    }

    /** The index of the first lone surrogate, or -1. */
    static int firstLoneSurrogate(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isHighSurrogate(c) && i + 1 < text.length() && Character.isLowSurrogate(text.charAt(i + 1))) {
                i++;
            } else if (Character.isSurrogate(c)) {
                return i;
            }
        }
        return -1;
    }

    /** Whether every byte is ASCII and none is NUL; then nothing else needs to be checked. */
    static boolean isPlainAscii(byte[] bytes) {
        for (byte b : bytes) {
            if (b <= 0) {
                return false;
            }
        }
        return true;
    }

    /**
     * The offset of the first ill-formed UTF-8 sequence, or -1. The parser itself lets overlong forms and encoded
     * surrogates pass.
     */
    static int firstNotUtf8(byte[] bytes) {
        var decoder = StandardCharsets.UTF_8.newDecoder();
        var in = ByteBuffer.wrap(bytes);
        var out = CharBuffer.allocate(Math.min(bytes.length, 8_192) + 2);
        while (true) {
            var result = decoder.decode(in, out, true);
            if (result.isError()) {
                return in.position();
            }
            if (result.isUnderflow()) {
                return -1;
            }
            out.clear();
        }
    }
}
