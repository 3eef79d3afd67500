package io.hmsbridge.server.cli;

import io.hmsbridge.core.governance.PolicyGovernance;
import io.hmsbridge.core.yaml.Problem;
import io.hmsbridge.server.FolderTrouble;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(name = "check", description = {"List every problem of a governance policy, with its place.",
    "Needs no server. Exit status 2 if it cannot be used."})
final class GovernanceCheckCommand implements Callable<Integer> {

    @Parameters(paramLabel = "FILE", description = "The policy's file.")
    private Path file;

    @Mixin
    private Output output;

    @Override
    public Integer call() {
        var problems = problems();
        problems.forEach(problem -> output.print(MappingsCheckCommand.fields(problem), problem::render));
        boolean good = problems.stream().noneMatch(problem -> problem.severity() == Problem.Severity.ERROR);
        if (!output.isJson()) {
            output.line(good ? "The policy can be used." : "The policy cannot be used.");
        }
        return good ? ExitCode.OK : ExitCode.INVALID;
    }

    private List<Problem> problems() {
        try {
            return PolicyGovernance.check(file, System::getenv);
        } catch (IOException e) {
            throw CommandFailure.invalid("cannot read " + file + ": " + FolderTrouble.reason(e));
        }
    }
}
