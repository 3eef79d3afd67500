package io.hmsbridge.core.yaml;

/**
 * A place in a document.
 *
 * @param source the document
 * @param line   from 1
 * @param column from 1, in characters
 */
public record Position(YamlSource source, int line, int column) {

    /** An error at this place; both texts as {@link Problem} describes them. */
    public Problem error(String message, String suggestion) {
        return problem(Problem.Severity.ERROR, message, suggestion);
    }

    /** A warning at this place; both texts as {@link Problem} describes them. */
    public Problem warning(String message, String suggestion) {
        return problem(Problem.Severity.WARNING, message, suggestion);
    }

    private Problem problem(Problem.Severity severity, String message, String suggestion) {
        return new Problem(source.name(), line, column, message, suggestion, severity, source.line(line));
    }

    @Override
    public String toString() {
        return source.name() + ":" + line + ":" + column;
    }
}
