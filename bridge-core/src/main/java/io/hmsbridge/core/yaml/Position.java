package io.hmsbridge.core.yaml;

/**
 * A place in a document.
 *
 * @param source the document
 * @param line   from 1; 0 outside of files
 * @param column from 1, in characters; 0 outside of files
 */
public record Position(YamlSource source, int line, int column) {

    /** Where a value that was written in no file comes from: the name of an environment variable, for instance. */
    public static Position outsideFiles(String name) {
        return new Position(new YamlSource(name, ""), 0, 0);
    }

    /** Whether this is a place in a file. */
    public boolean inFile() {
        return line > 0;
    }

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
        return inFile() ? source.name() + ":" + line + ":" + column : source.name();
    }
}
