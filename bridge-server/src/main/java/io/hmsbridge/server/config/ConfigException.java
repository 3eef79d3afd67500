package io.hmsbridge.server.config;

import io.hmsbridge.core.yaml.Problem;
import java.util.List;
import java.util.stream.Collectors;

/** A configuration that cannot be used. Its message lists every problem, one a line, with its place. */
public final class ConfigException extends Exception {

    private static final long serialVersionUID = 1L;

    private final transient List<Problem> problems;

    ConfigException(List<Problem> problems) {
        super(problems.stream().map(Problem::summary).collect(Collectors.joining("\n")));
        this.problems = problems;
    }

    /** Every problem, warnings among them, by file and place. */
    public List<Problem> problems() {
        return problems;
    }

    /** The problems for a terminal, each with its line and a caret under the place. */
    public String render() {
        return problems.stream().map(Problem::render).collect(Collectors.joining("\n"));
    }
}
