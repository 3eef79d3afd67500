package io.hmsbridge.api;

import java.util.List;
import java.util.stream.Collectors;

/** Settings that cannot be used, with every problem found in them. */
public final class SettingsException extends Exception {

    private static final long serialVersionUID = 1L;

    /**
     * One problem.
     *
     * @param setting the name concerned, so that a reader of a file can add the line
     * @param message a plain sentence that names the setting, never its value
     */
    public record Problem(String setting, String message) implements java.io.Serializable {}

    private final List<Problem> problems;

    public SettingsException(List<Problem> problems) {
        super(problems.stream().map(Problem::message).collect(Collectors.joining("; ")));
        this.problems = List.copyOf(problems);
    }

    public List<Problem> problems() {
        return problems;
    }
}
