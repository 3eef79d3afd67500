package io.hmsbridge.core.yaml;

import java.util.regex.Pattern;

/** A line of a document made fit for a terminal, with a caret under one of its characters. */
final class Excerpt {

    private static final int WIDEST = 160;
    private static final int BEFORE_CARET = 80;
    private static final Pattern SECRET = Pattern.compile(
            "(?i)((?:password|passphrase|secret|token|credential|api_?key|private_?key)[\\w.-]*[\"']?\\s*:\\s*)"
                    + "(?![\"']?\\$\\{)[^\\s,}][^,}]*");

    private Excerpt() {
    }

    static String of(String line, int column) {
        int[] shown = SECRET.matcher(line).replaceAll("$1***").codePoints().map(Excerpt::showable).toArray();
        int from = column > WIDEST ? column - 1 - BEFORE_CARET : 0;
        int to = Math.min(shown.length, from + WIDEST);
        var text = new StringBuilder("    ");
        var caret = new StringBuilder("    ");
        for (int i = from; i < to; i++) {
            text.appendCodePoint(shown[i]);
        }
        for (int i = from; i < column - 1; i++) {
            caret.append(i < shown.length && shown[i] == '\t' ? '\t' : ' ');
        }
        return text + "\n" + caret + "^";
    }

    /** A control sequence in a file must not reach the terminal. */
    private static int showable(int c) {
        return c != '\t' && (Character.isISOControl(c) || Character.getType(c) == Character.FORMAT) ? '?' : c;
    }
}
