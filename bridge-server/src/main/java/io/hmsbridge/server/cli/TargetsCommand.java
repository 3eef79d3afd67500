package io.hmsbridge.server.cli;

import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(name = "targets", description = "Look at the targets.", synopsisSubcommandLabel = "COMMAND",
        subcommands = HelpCommand.class)
final class TargetsCommand implements Runnable {

    private static final Table TABLE =
            Table.of("There are no targets.", "name", "connector", "state", "waiting", "reason");

    @Spec
    private CommandSpec command;

    @Override
    public void run() {
        throw new ParameterException(command.commandLine(), "Missing command");
    }

    @Command(name = "list", description = "List the targets and how each stands.")
    void list(@Mixin Connection connection, @Mixin Output output) {
        try (var client = connection.client()) {
            output.print(client.get("/v1/targets", Map.of()).list("targets"), TABLE);
        }
    }
}
