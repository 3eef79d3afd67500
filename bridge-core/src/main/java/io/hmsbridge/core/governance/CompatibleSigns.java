package io.hmsbridge.core.governance;

import java.text.Normalizer;

/**
 * What signs stand for that are plain ones in another form: full-width, circled, mathematical. Each is looked up once, since looking
 * up takes long. Safe for use by many threads: two that look up the same sign find the same.
 */
final class CompatibleSigns {

    /** Below, Unicode has none that are made of ASCII and that {@link PlainText} does not know itself. */
    private static final int FIRST = 0x2000;
    private static final int BASIC = 0x1_0000;
    private static final int MATHEMATICAL = 0x1_D400;
    private static final int MATHEMATICAL_END = 0x1_D800;
    private static final int ENCLOSED = 0x1_F100;
    private static final int ENCLOSED_END = 0x1_F200;

    private final String[] basic = new String[BASIC - FIRST];
    private final String[] mathematical = new String[MATHEMATICAL_END - MATHEMATICAL];
    private final String[] enclosed = new String[ENCLOSED_END - ENCLOSED];

    /** ASCII characters; empty for a sign that stands for nothing else. */
    String of(int point) {
        if (point < FIRST) {
            return "";
        }
        if (point < BASIC) {
            return of(point, basic, FIRST);
        }
        return point >= MATHEMATICAL && point < MATHEMATICAL_END ? of(point, mathematical, MATHEMATICAL)
                : point >= ENCLOSED && point < ENCLOSED_END ? of(point, enclosed, ENCLOSED) : "";
    }

    private static String of(int point, String[] known, int first) {
        var plain = known[point - first];
        if (plain == null) {
            plain = lookUp(point);
            known[point - first] = plain;
        }
        return plain;
    }

    private static String lookUp(int point) {
        var plain = Normalizer.normalize(Character.toString(point), Normalizer.Form.NFKC);
        return plain.chars().allMatch(c -> c < 0x80) ? plain : "";
    }
}
