package io.hmsbridge.core.yaml;

import java.util.regex.Pattern;

/**
 * A line of a document made fit for a terminal, with a caret under one of its characters. The values of keys that name
 * a secret are not shown.
 */
final class Excerpt {

    private static final String INDENT = "    ";
    private static final int WIDEST = 160;
    private static final int BEFORE_CARET = 80;
    /** To the end of the line, since a secret may hold any character; a placeholder such as ${env:X} is no secret. */
    private static final Pattern SECRET = Pattern.compile(
            "(?i)((?:password|passphrase|secret|token|credential|api_?key|private_?key)[\\w.-]*+[\"']?\\s*:\\s*)"
                    + "(?![\"']?\\$\\{)\\S.*");

    private Excerpt() {
    }

    static String of(String line, int column) {
        int beforePlace = line.offsetByCodePoints(0, Math.min(column - 1, line.codePointCount(0, line.length())));
        // Masked by itself, so that the caret stays right behind a secret that was replaced.
        int[] before = shown(line.substring(0, beforePlace));
        int[] all = shown(line);
        int from = before.length < WIDEST ? 0 : before.length - BEFORE_CARET;
        var text = new StringBuilder(INDENT);
        for (int i = from; i < Math.min(all.length, from + WIDEST); i++) {
            text.appendCodePoint(all[i]);
        }
        var caret = new StringBuilder(INDENT);
        for (int i = from; i < before.length; i++) {
            caret.append(before[i] == '\t' ? '\t' : ' ');
        }
        return text + "\n" + caret + "^";
    }

    private static int[] shown(String text) {
        return SECRET.matcher(text).replaceAll("$1***").codePoints().map(Excerpt::showable).toArray();
    }

    /** A control sequence in a file must not reach the terminal. */
    private static int showable(int c) {
        return c != '\t' && (Character.isISOControl(c) || Character.getType(c) == Character.FORMAT) ? '?' : c;
    }
}
