package io.hmsbridge.server.cli;

import io.hmsbridge.server.demo.DemoCommand;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command itself. Each subcommand is a class of its own, named here and nowhere else. */
@Command(name = "bridge", description = "Brings approved changes to every system that must have them.",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {DemoCommand.class, StartCommand.class, DevCommand.class, EmitCommand.class, OutboxCommand.class,
            EventsCommand.class,
            PacketsCommand.class, ReplayCommand.class, BackfillCommand.class, ActsCommand.class, CalendarCommand.class,
            TargetsCommand.class,
            GovernanceCommand.class,
            MappingsCommand.class, PluginsCommand.class, ConfigCommand.class, ExplainCommand.class,
            TokensCommand.class, BackupCommands.Backup.class, BackupCommands.Restore.class,
            DoctorCommand.class, WarmUpCommand.class, CompletionCommand.class,
            HelpCommand.class},
        footer = {"", "Exit status: 0 done, 1 failed, 2 invalid usage or input, 3 the environment is not as needed."})
final class BridgeCommand implements Runnable {

    @Spec
    private CommandSpec command;

    @Override
    public void run() {
        throw new ParameterException(command.commandLine(), "Missing command");
    }
}
