package io.hmsbridge.server.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(name = "governance", description = "Check a governance policy, and try it.",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {GovernanceCheckCommand.class, GovernanceTryCommand.class, HelpCommand.class})
final class GovernanceCommand implements Runnable {

    @Spec
    private CommandSpec command;

    @Override
    public void run() {
        throw new ParameterException(command.commandLine(), "Missing command");
    }
}
