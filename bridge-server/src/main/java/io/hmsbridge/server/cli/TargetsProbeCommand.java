package io.hmsbridge.server.cli;

import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(name = "probe", description = "Ask at once whether a target that is down is back, and send on if it is.")
final class TargetsProbeCommand implements Callable<Integer> {

    @Parameters(paramLabel = "NAME", description = "The target.")
    private String name;

    @Mixin
    private Connection connection;

    @Mixin
    private Output output;

    @Override
    public Integer call() {
        try (var client = connection.client()) {
            var answer = client.ask(name, "probe");
            var said = answer.text("answer");
            output.print(answer.fields(), () -> name + ": " + said.toLowerCase(Locale.ROOT).replace('_', ' ') + ", "
                    + answer.text("detail"));
            return said.equals("AWAKE") || said.equals("UNKNOWN") ? ExitCode.OK : ExitCode.FAILED;
        }
    }
}
