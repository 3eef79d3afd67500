package io.hmsbridge.server.cli;

import io.hmsbridge.server.log.Logging;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.Help.Ansi;

/** The program that the {@code bridge} script runs. */
public final class BridgeCli {

    private BridgeCli() {
    }

    /** Runs one command and ends the process with its exit status. */
    public static void main(String[] args) {
        var out = new PrintWriter(System.out, false, StandardCharsets.UTF_8);
        var err = new PrintWriter(System.err, false, StandardCharsets.UTF_8);
        int exitCode = commandLine(Terminal.wantsColours()).setOut(out).setErr(err).execute(args);
        out.flush();
        err.flush();
        Logging.tellOfExit(false);
        System.exit(exitCode);
    }

    /** The command line, for a program or a test that gives it streams and arguments. */
    public static CommandLine commandLine(boolean colours) {
        var commandLine = new CommandLine(new BridgeCommand());
        commandLine.setColorScheme(Help.defaultColorScheme(colours ? Ansi.ON : Ansi.OFF));
        commandLine.setExecutionExceptionHandler(new Failures());
        commandLine.getCommandSpec().mixinStandardHelpOptions(true).versionProvider(new Version());
        commandLine.getSubcommands().values().forEach(BridgeCli::addHelp);
        return commandLine;
    }

    private static void addHelp(CommandLine command) {
        if (!command.getCommandSpec().helpCommand()) {
            command.getCommandSpec().mixinStandardHelpOptions(true).versionProvider(new Version());
            command.getSubcommands().values().forEach(BridgeCli::addHelp);
        }
    }
}
