package io.hmsbridge.core.json;

import java.nio.charset.StandardCharsets;

/**
 * A place in a JSON document.
 *
 * @param offset how many bytes come before it
 * @param line   from 1
 * @param column from 1, in characters
 */
public record JsonPlace(long offset, int line, int column) {

    /** The place right after these bytes, which need not be well-formed. */
    static JsonPlace of(byte[] before) {
        return of(before, before.length);
    }

    static JsonPlace of(byte[] json, int offset) {
        int line = 1;
        int lineStart = ByteOrderMark.lengthIn(json);
        for (int i = 0; i < offset; i++) {
            boolean carriageReturnAlone = json[i] == '\r' && (i + 1 == offset || json[i + 1] != '\n');
            if (json[i] == '\n' || carriageReturnAlone) {
                line++;
                lineStart = i + 1;
            }
        }
        String lineBefore = new String(json, lineStart, Math.max(0, offset - lineStart), StandardCharsets.UTF_8);
        return new JsonPlace(offset, line, lineBefore.codePointCount(0, lineBefore.length()) + 1);
    }

    @Override
    public String toString() {
        return "line " + line + ", column " + column + " (byte " + offset + ")";
    }
}
