package io.hmsbridge.server.cli;

import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(name = "policies", description = "List the versions of the policy that a server has vetted by, newest first.")
final class GovernancePoliciesCommand implements Runnable {

    private static final Table TABLE = Table.of("No policy was in force yet.", "number", "version", "since");

    @Option(names = "--text", paramLabel = "NUMBER", description = "Show the text of this version.")
    private Long number;

    @Mixin
    private Connection connection;

    @Mixin
    private Output output;

    @Override
    public void run() {
        try (var client = connection.client()) {
            var policies = client.get("/v1/governance/policies", Map.of()).list("policies");
            if (number == null) {
                output.print(policies, TABLE);
                return;
            }
            var policy = policies.stream().filter(one -> one.number("number") == number).findFirst()
                    .orElseThrow(() -> CommandFailure.invalid("there is no version " + number));
            output.print(policy.fields(), () -> String.valueOf(policy.fields().get("text")).stripTrailing());
        }
    }
}
