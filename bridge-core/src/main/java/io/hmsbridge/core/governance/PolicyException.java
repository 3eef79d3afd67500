package io.hmsbridge.core.governance;

import io.hmsbridge.core.yaml.Problem;
import java.util.List;
import java.util.stream.Collectors;

/** A policy cannot be used. */
public final class PolicyException extends RuntimeException {

    private static final long serialVersionUID = 1;

    PolicyException(List<Problem> problems) {
        super(problems.stream().map(Problem::render).collect(Collectors.joining("\n")));
    }
}
