package io.hmsbridge.core.yaml;

import java.util.List;
import java.util.regex.Pattern;

/**
 * The text of one document, kept to show people the line a problem is in.
 */
public final class YamlSource {

    /** What YAML 1.1, and with it the parser, counts as the end of a line. */
    private static final Pattern LINE_BREAK = Pattern.compile("\r\n|[\r\n\u0085\u2028\u2029]");

    private static final int LONGEST_SHOWN = 2_000;

    private final String name;
    private final List<String> lines;

    YamlSource(String name, String text) {
        this.name = name;
        this.lines = List.of(LINE_BREAK.split(text, -1));
    }

    /** The file name, as people know it. */
    public String name() {
        return name;
    }

    /** A line, counted from 1; empty where there is no such line, or one too long for people to look at. */
    public String line(int number) {
        String line = number >= 1 && number <= lines.size() ? lines.get(number - 1) : "";
        return line.length() <= LONGEST_SHOWN ? line : "";
    }

    Position at(int line, int column) {
        return new Position(this, line, column);
    }

    /** The place right after this text, with which the document begins. */
    Position after(String beginning) {
        String[] begun = LINE_BREAK.split(beginning, -1);
        String last = begun[begun.length - 1];
        return at(begun.length, last.codePointCount(0, last.length()) + 1);
    }

    @Override
    public String toString() {
        return name;
    }
}
