package io.hmsbridge.core.yaml;

import java.util.Comparator;

/**
 * Something in a document that a person has to put right.
 *
 * @param file       the file's name
 * @param line       from 1; 0 where the value was written in no file
 * @param column     from 1, in characters; 0 where the value was written in no file
 * @param message    what is wrong, to go on after a colon, without a full stop
 * @param suggestion what to do about it, a whole sentence; empty where there is none
 * @param severity   whether the document can be used all the same
 * @param sourceLine the line at fault; empty where it is not known
 */
public record Problem(String file, int line, int column, String message, String suggestion, Severity severity,
        String sourceLine) implements Comparable<Problem> {

    /** Whether a document with the problem can be used. */
    public enum Severity {
        /** The document is refused. */
        ERROR,
        /** The document is used; its author should know. */
        WARNING
    }

    private static final Comparator<Problem> BY_POSITION = Comparator.comparing(Problem::file)
            .thenComparingInt(Problem::line).thenComparingInt(Problem::column).thenComparing(Problem::message);

    /** The problem in one line: {@code bad.yaml:4:16: unknown connector. Did you mean ...?} */
    public String summary() {
        var kind = severity == Severity.WARNING ? "warning: " : "";
        var advice = suggestion.isEmpty() ? "" : ". " + suggestion;
        var place = line == 0 ? file : file + ":" + line + ":" + column;
        return place + ": " + kind + message + advice;
    }

    /** The summary, the line at fault and a caret under the place. */
    public String render() {
        return sourceLine.isBlank() ? summary() : summary() + "\n" + Excerpt.of(sourceLine, column);
    }

    @Override
    public int compareTo(Problem other) {
        return BY_POSITION.compare(this, other);
    }
}
