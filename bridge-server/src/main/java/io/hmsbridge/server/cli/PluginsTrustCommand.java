package io.hmsbridge.server.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(name = "trust", description = "Say which plugins may be loaded.", synopsisSubcommandLabel = "COMMAND",
        subcommands = {PluginsTrustAddCommand.class, HelpCommand.class})
final class PluginsTrustCommand implements Runnable {

    @Spec
    private CommandSpec command;

    @Override
    public void run() {
        throw new ParameterException(command.commandLine(), "Missing command");
    }
}
