package io.hmsbridge.core.governance;

/** Puts stars in the place of letters and digits, so that people see the form of what was there. */
final class Mask {

    private static final char STAR = '*';

    private Mask() {}

    /** Leaves so many at the end, and never more than half. What is masked already stays as it is. */
    static String of(String value, int show) {
        int signs = show == 0 ? value.length() : signs(value);
        int hide = signs - Math.min(show, signs / 2);
        var masked = new StringBuilder(value.length());
        for (int at = 0; at < value.length();) {
            int point = value.codePointAt(at);
            at += Character.charCount(point);
            boolean hidden = isHidden(point) && hide-- > 0;
            masked.appendCodePoint(hidden ? STAR : point);
        }
        return masked.toString();
    }

    private static int signs(String value) {
        int signs = 0;
        for (int at = 0; at < value.length(); at += Character.charCount(value.codePointAt(at))) {
            signs += isHidden(value.codePointAt(at)) ? 1 : 0;
        }
        return signs;
    }

    private static boolean isHidden(int point) {
        return " -./()@:+,".indexOf(point) < 0 && !Character.isSpaceChar(point);
    }
}
