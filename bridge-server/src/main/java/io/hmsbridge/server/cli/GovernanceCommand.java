package io.hmsbridge.server.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(name = "governance", description = "Check, test and try a governance policy; decide on what it blocks.",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {GovernanceCheckCommand.class, GovernanceTestCommand.class,
            GovernanceTryCommand.class, GovernanceEntryCommand.class, DecisionCommands.Blocked.class,
            DecisionCommands.Release.class, DecisionCommands.Reject.class, GovernancePoliciesCommand.class,
            GovernanceReportCommand.class, HelpCommand.class})
final class GovernanceCommand implements Runnable {

    @Spec
    private CommandSpec command;

    @Override
    public void run() {
        throw new ParameterException(command.commandLine(), "Missing command");
    }
}
