package io.hmsbridge.server.cli;

import java.util.Locale;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(name = "completion", description = "Print a script that completes commands and options with the tab key.",
        footer = {"", "source <(bridge completion bash)"})
final class CompletionCommand implements Runnable {

    /** The shells that picocli's script works in; it finds out by itself which one it is. */
    private enum Shell {
        BASH, ZSH;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    @Parameters(paramLabel = "SHELL", description = "${COMPLETION-CANDIDATES}")
    private Shell shell;

    @Spec
    private CommandSpec command;

    @Override
    public void run() {
        var out = command.commandLine().getOut();
        out.print(AutoComplete.bash(command.root().name(), command.root().commandLine()));
        out.flush();
    }
}
