package io.hmsbridge.server.cli;

import io.hmsbridge.core.problem.ProblemCode;
import java.util.Optional;

/** Ends a command with an exit status and one line for the person who typed it. */
final class CommandFailure extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final int exitCode;
    /** Null for none. */
    private final ProblemCode code;

    CommandFailure(int exitCode, String message) {
        this(exitCode, message, Optional.empty());
    }

    CommandFailure(int exitCode, ProblemCode code, String message) {
        this(exitCode, message + " [" + code.code() + "]", Optional.of(code));
    }

    /** @param more lines that follow the first one */
    CommandFailure(int exitCode, ProblemCode code, String message, String more) {
        this(exitCode, message + " [" + code.code() + "]" + System.lineSeparator() + more, Optional.of(code));
    }

    private CommandFailure(int exitCode, String message, Optional<ProblemCode> code) {
        super(message, null, false, false);
        this.exitCode = exitCode;
        this.code = code.orElse(null);
    }

    static CommandFailure invalid(String message) {
        return new CommandFailure(ExitCode.INVALID, message);
    }

    boolean is(ProblemCode other) {
        return code == other;
    }

    int exitCode() {
        return exitCode;
    }
}
