package io.hmsbridge.server.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(name = "plugins", description = "Look at the plugins, and make one.", synopsisSubcommandLabel = "COMMAND",
        subcommands = {PluginsBuildCommand.class, PluginsDescribeCommand.class, PluginsInstallCommand.class,
            PluginsListCommand.class, PluginsNewCommand.class, PluginsRollbackCommand.class, PluginsTrustCommand.class,
            PluginsVerifyCommand.class, HelpCommand.class})
final class PluginsCommand implements Runnable {

    @Spec
    private CommandSpec command;

    @Override
    public void run() {
        throw new ParameterException(command.commandLine(), "Missing command");
    }
}
