package io.hmsbridge.server.cli;

/** What the command's exit status says. */
final class ExitCode {

    static final int OK = 0;
    /** It was tried and did not succeed. */
    static final int FAILED = 1;
    /** What was asked for, or the input, is not valid. */
    static final int INVALID = 2;
    /** The machine around is not as needed: a port, a folder, a database, a server. */
    static final int ENVIRONMENT = 3;

    private ExitCode() {
    }
}
