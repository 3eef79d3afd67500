package io.hmsbridge.server.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(name = "test", description = "Go the way to a target step by step: settings, name, connection, TLS, login."
        + " Sends no packet.")
final class TargetsTestCommand implements Callable<Integer> {

    @Parameters(paramLabel = "NAME", description = "The target.")
    private String name;

    @Mixin
    private Connection connection;

    @Mixin
    private Output output;

    @Override
    public Integer call() {
        try (var client = connection.client()) {
            var answer = client.ask(name, "test");
            if (output.isJson()) {
                output.print(answer.fields(), () -> "");
            } else {
                new FindingsView(output).print(answer.list("checks"));
            }
            return answer.is("ok") ? ExitCode.OK : ExitCode.FAILED;
        }
    }
}
