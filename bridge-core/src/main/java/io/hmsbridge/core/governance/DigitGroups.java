package io.hmsbridge.core.governance;

import java.util.Arrays;

/** The groups of digits in a text and what stands between them. */
final class DigitGroups {

    /** Nothing that joins two groups. */
    static final char APART = 0;
    /** Several signs, such as a dash between spaces. */
    static final char MIXED = 'm';
    /** With a parenthesis or a plus. */
    static final char PARENTHESIS = 'p';

    private static final int WIDEST_GAP = 3;

    final String text;
    private int[] starts = new int[16];
    private int[] ends = new int[16];
    private char[] gaps = new char[16];
    private int count;

    DigitGroups(String text) {
        this.text = text;
        int last = -1;
        for (int at = 0; at < text.length(); at++) {
            if (isDigit(text.charAt(at))) {
                int start = at;
                while (at < text.length() && isDigit(text.charAt(at))) {
                    at++;
                }
                add(start, at, last < 0 ? APART : gap(last, start));
                last = at;
            }
        }
    }

    int count() {
        return count;
    }

    int start(int group) {
        return starts[group];
    }

    int end(int group) {
        return ends[group];
    }

    int size(int group) {
        return group < count ? ends[group] - starts[group] : 0;
    }

    /** What stands before a group. */
    char gap(int group) {
        return group < count ? gaps[group] : APART;
    }

    /** The digits of these groups, one after the other. */
    String digits(int first, int groups) {
        if (groups == 1) {
            return text.substring(starts[first], ends[first]);
        }
        var digits = new StringBuilder(20);
        for (int group = first; group < first + groups; group++) {
            digits.append(text, starts[group], ends[group]);
        }
        return digits.toString();
    }

    /** Whether the groups have these sizes and are joined. */
    boolean shaped(int first, int... sizes) {
        for (int i = 0; i < sizes.length; i++) {
            if (size(first + i) != sizes[i] || i > 0 && gap(first + i) == APART) {
                return false;
            }
        }
        return true;
    }

    /** Whether a letter or an underscore touches the groups on the left. */
    boolean gluedLeft(int first) {
        return starts[first] > 0 && isWord(text.charAt(starts[first] - 1));
    }

    /** Whether a letter or an underscore touches the groups on the right. */
    boolean gluedRight(int last) {
        return ends[last] < text.length() && isWord(text.charAt(ends[last]));
    }

    /** Whether further digits go before, with only a dash, dot or slash between. */
    boolean continues(int first) {
        return tight(gap(first));
    }

    /** Whether further digits follow, or go before, with only a dash, dot or slash between. */
    boolean continued(int first, int last) {
        return continues(first) || last + 1 < count && tight(gap(last + 1));
    }

    private static boolean tight(char gap) {
        return gap == '-' || gap == '.' || gap == '/';
    }

    private char gap(int from, int to) {
        if (to - from == 1) {
            char c = text.charAt(from);
            return " -./".indexOf(c) >= 0 ? c : c == ')' || c == '(' ? PARENTHESIS : APART;
        }
        if (to - from > WIDEST_GAP) {
            return APART;
        }
        char kind = text.startsWith("--", from) && (to - from == 2 || text.charAt(to - 1) == '-') ? '-' : MIXED;
        for (int at = from; at < to; at++) {
            char c = text.charAt(at);
            if ("()".indexOf(c) >= 0) {
                kind = PARENTHESIS;
            } else if (" -./".indexOf(c) < 0) {
                return APART;
            }
        }
        return kind;
    }

    private void add(int start, int end, char gap) {
        if (count == starts.length) {
            starts = Arrays.copyOf(starts, count * 2);
            ends = Arrays.copyOf(ends, count * 2);
            gaps = Arrays.copyOf(gaps, count * 2);
        }
        starts[count] = start;
        ends[count] = end;
        gaps[count++] = gap;
    }

    static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    static boolean isWord(char c) {
        return c == '_' || Character.isLetter(c);
    }
}
