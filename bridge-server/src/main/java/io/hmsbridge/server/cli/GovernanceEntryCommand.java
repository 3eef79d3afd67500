package io.hmsbridge.server.cli;

import io.hmsbridge.core.governance.PolicyGovernance;
import io.hmsbridge.server.FolderTrouble;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(name = "entry",
        description = {
            "Make entries for the lists `allow` and `deny` of a policy: keyed hashes, from which nobody learns the value.",
            "Needs no server, but the variable with the policy's key. Exit status 2 if a value is none of the class."},
        footer = {"", "bridge governance entry governance.yaml phone values.txt"})
final class GovernanceEntryCommand implements Callable<Integer> {

    @Parameters(index = "0", paramLabel = "FILE", description = "The policy's file.")
    private Path file;

    @Parameters(index = "1", paramLabel = "CLASS", description = "What the values are, such as phone.")
    private String label;

    @Parameters(index = "2", arity = "0..1", paramLabel = "VALUES", defaultValue = "-",
            description = "File with a value a line (default: -, the standard input, so that no value stays in a shell's history).")
    private String values;

    @Mixin
    private Output output;

    @Override
    public Integer call() throws IOException {
        var policy = Vetting.policy(file);
        int exitCode = ExitCode.OK;
        var lines = lines();
        for (int line = 1; line <= lines.size(); line++) {
            if (!lines.get(line - 1).isBlank() && !make(policy, line, lines.get(line - 1))) {
                exitCode = ExitCode.INVALID;
            }
        }
        return exitCode;
    }

    private boolean make(PolicyGovernance policy, int line, String value) {
        try {
            var entry = policy.entry(label, value);
            var fields = new LinkedHashMap<String, Object>();
            fields.put("class", label);
            fields.put("entry", entry.text());
            fields.put("by_content", entry.byContent());
            output.print(fields, entry::text);
            if (!entry.byContent()) {
                output.error("line " + line + ": it is known only in fields that are named for a " + label);
            }
            return true;
        } catch (IllegalArgumentException e) {
            output.error("line " + line + ": " + e.getMessage());
            return false;
        }
    }

    private List<String> lines() {
        try {
            var bytes = values.equals("-") ? System.in.readAllBytes() : Files.readAllBytes(Path.of(values));
            return new String(bytes, StandardCharsets.UTF_8).lines().toList();
        } catch (IOException e) {
            throw CommandFailure.invalid("cannot read " + values + ": " + FolderTrouble.reason(e));
        }
    }
}
