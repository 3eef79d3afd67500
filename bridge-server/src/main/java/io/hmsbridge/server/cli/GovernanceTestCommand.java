package io.hmsbridge.server.cli;

import io.hmsbridge.core.governance.PolicyGovernance;
import io.hmsbridge.core.governance.TestResult;
import io.hmsbridge.core.yaml.Problem;
import io.hmsbridge.server.FolderTrouble;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(name = "test", description = {"Run the tests that stand in a governance policy. Needs no server.",
    "Exit status 1 if one fails, 2 if the policy has other errors."})
final class GovernanceTestCommand implements Callable<Integer> {

    @Parameters(paramLabel = "FILE", description = "The policy's file.")
    private Path file;

    @Mixin
    private Output output;

    @Override
    public Integer call() {
        try {
            var results = PolicyGovernance.test(file, System::getenv);
            var problems = PolicyGovernance.check(file, System::getenv);
            if (results.isEmpty() && problems.stream().anyMatch(p -> p.severity() == Problem.Severity.ERROR)) {
                problems.forEach(problem -> output.print(MappingsCheckCommand.fields(problem), problem::render));
                return ExitCode.INVALID;
            }
            return show(results);
        } catch (IOException e) {
            throw CommandFailure.invalid("cannot read " + file + ": " + FolderTrouble.reason(e));
        }
    }

    private int show(List<TestResult> results) {
        results.forEach(result -> output.print(fields(result), () -> result.passed() ? "ok      " + result.name()
                : "FAILED  " + result.name() + " (" + result.place() + ")\n    "
                        + String.join("\n    ", result.differences())));
        long failed = results.stream().filter(result -> !result.passed()).count();
        if (!output.isJson()) {
            output.line(results.isEmpty() ? "There are no tests in the policy."
                    : results.size() + " tests, " + failed + " failed");
        }
        return failed == 0 ? ExitCode.OK : ExitCode.FAILED;
    }

    private static Map<String, Object> fields(TestResult result) {
        var fields = new LinkedHashMap<String, Object>();
        fields.put("name", result.name());
        fields.put("place", result.place());
        fields.put("passed", result.passed());
        fields.put("differences", result.differences());
        return fields;
    }
}
