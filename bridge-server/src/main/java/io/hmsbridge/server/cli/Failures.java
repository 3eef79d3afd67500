package io.hmsbridge.server.cli;

import io.hmsbridge.core.governance.PolicyException;
import io.hmsbridge.core.ledger.LedgerUnavailableException;
import io.hmsbridge.core.problem.ProblemCode;
import io.hmsbridge.postgres.EmbeddedPostgresException;
import io.hmsbridge.server.FolderTrouble;
import io.hmsbridge.server.config.ConfigException;
import io.hmsbridge.server.http.PortTakenException;
import io.hmsbridge.server.tls.TlsException;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.ParseResult;

/** Says in one plain line why a command did not succeed; a stack trace only for what should not happen. */
final class Failures implements IExecutionExceptionHandler {

    @Override
    public int handleExecutionException(Exception thrown, CommandLine command, ParseResult parsed) {
        var failure = failure(thrown);
        command.getErr().println("bridge: " + failure.getMessage());
        command.getErr().flush();
        return failure.exitCode();
    }

    private static CommandFailure failure(Exception thrown) {
        return switch (thrown) {
            case CommandFailure failure -> failure;
            case ConfigException e -> new CommandFailure(ExitCode.INVALID, ProblemCode.CONFIGURATION,
                    "the configuration cannot be used", e.render());
            case PolicyException e -> new CommandFailure(ExitCode.INVALID, ProblemCode.POLICY,
                    "the governance policy cannot be used", e.getMessage());
            case PortTakenException e -> environment(ProblemCode.PORT_TAKEN, e);
            case TlsException e -> environment(ProblemCode.TLS_FILES, e);
            case EmbeddedPostgresException e -> environment(ProblemCode.EMBEDDED_DATABASE, e);
            case LedgerUnavailableException e -> environment(ProblemCode.DATABASE_UNUSABLE, e);
            case UncheckedIOException e -> environment(ProblemCode.FOLDER_NOT_WRITABLE, e);
            case IOException e ->
                    new CommandFailure(ExitCode.ENVIRONMENT, ProblemCode.FOLDER_NOT_WRITABLE, FolderTrouble.reason(e));
            default -> {
                LoggerFactory.getLogger(Failures.class).error("The command failed", thrown);
                yield new CommandFailure(ExitCode.FAILED, ProblemCode.OWN_FAULT,
                        "the command met a fault of its own: " + thrown);
            }
        };
    }

    private static CommandFailure environment(ProblemCode code, Exception thrown) {
        return new CommandFailure(ExitCode.ENVIRONMENT, code, thrown.getMessage());
    }
}
