package io.hmsbridge.server.cli;

import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(name = "plugins", description = "Look at the plugins, and make one.", synopsisSubcommandLabel = "COMMAND",
        subcommands = {PluginsBuildCommand.class, PluginsDescribeCommand.class, PluginsInstallCommand.class,
            PluginsNewCommand.class,
            PluginsRollbackCommand.class,
            PluginsTrustCommand.class, PluginsVerifyCommand.class, HelpCommand.class})
final class PluginsCommand implements Runnable {

    private static final Table TABLE =
            Table.of("There are no plugins.", "id", "version", "state", "since", "connectors", "targets", "file",
                    "problem");

    @Spec
    private CommandSpec command;

    @Override
    public void run() {
        throw new ParameterException(command.commandLine(), "Missing command");
    }

    @Command(name = "list", description = "List the plugin jars and what became of each.")
    void list(@Mixin Connection connection, @Mixin Output output) {
        try (var client = connection.client()) {
            output.print(client.get("/v1/plugins", Map.of()).list("plugins"), TABLE);
        }
    }
}
