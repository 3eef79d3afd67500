package io.hmsbridge.server.cli;

import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(name = "completion", description = "Print a script that completes commands and options with the tab key.",
        synopsisSubcommandLabel = "SHELL", subcommands = HelpCommand.class,
        footer = {"", "source <(bridge completion bash)"})
final class CompletionCommand implements Runnable {

    @Spec
    private CommandSpec command;

    @Override
    public void run() {
        throw new ParameterException(command.commandLine(), "Missing shell: bash or zsh");
    }

    @Command(name = "bash", description = "For bash.")
    void bash() {
        print();
    }

    @Command(name = "zsh", description = "For zsh.")
    void zsh() {
        print();
    }

    /** One script serves both: it finds out which shell it is in. */
    private void print() {
        var out = command.commandLine().getOut();
        out.print(AutoComplete.bash(command.root().name(), command.root().commandLine()));
        out.flush();
    }
}
