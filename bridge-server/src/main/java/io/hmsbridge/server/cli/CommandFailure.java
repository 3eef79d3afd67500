package io.hmsbridge.server.cli;

import io.hmsbridge.core.problem.ProblemCode;

/** Ends a command with an exit status and one line for the person who typed it. */
final class CommandFailure extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final int exitCode;

    CommandFailure(int exitCode, String message) {
        super(message, null, false, false);
        this.exitCode = exitCode;
    }

    CommandFailure(int exitCode, ProblemCode code, String message) {
        this(exitCode, message + " [" + code.code() + "]");
    }

    /** @param more lines that follow the first one */
    CommandFailure(int exitCode, ProblemCode code, String message, String more) {
        this(exitCode, message + " [" + code.code() + "]" + System.lineSeparator() + more);
    }

    static CommandFailure invalid(String message) {
        return new CommandFailure(ExitCode.INVALID, message);
    }

    int exitCode() {
        return exitCode;
    }
}
