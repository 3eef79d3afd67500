package io.hmsbridge.server.cli;

import io.hmsbridge.core.yaml.Problem;
import io.hmsbridge.server.config.ConfigException;
import io.hmsbridge.server.config.ConfigText;
import io.hmsbridge.server.config.ShownValue;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(name = "config", description = "Look at the configuration, check it, or write one to begin with.",
        synopsisSubcommandLabel = "COMMAND", subcommands = HelpCommand.class)
final class ConfigCommand implements Runnable {

    @Spec
    private CommandSpec command;

    @Override
    public void run() {
        throw new ParameterException(command.commandLine(), "Missing command");
    }

    @Command(name = "show", description = "Show every value in force and where it comes from, without secrets.")
    void show(@Mixin ConfigOptions options, @Mixin Output output) throws ConfigException {
        var values = ConfigText.values(options.reader().read(options.file()), _ -> Optional.empty());
        if (output.isJson()) {
            values.forEach(value -> output.print(fields(value), () -> ""));
        } else {
            output.line(ConfigText.show(values).stripTrailing());
        }
    }

    @Command(name = "check",
            description = "List every problem of the configuration; exit status 2 if it cannot be used.")
    int check(@Mixin ConfigOptions options, @Mixin Output output) {
        try {
            report(options.reader().read(options.file()).warnings(), output);
            if (!output.isJson()) {
                output.line("The configuration can be used.");
            }
            return ExitCode.OK;
        } catch (ConfigException e) {
            report(e.problems(), output);
            return ExitCode.INVALID;
        }
    }

    @Command(name = "init", description = "Write a configuration with every key, its meaning and its default.")
    void init(@Parameters(paramLabel = "FILE", defaultValue = "bridge.yaml",
            description = "Where to; never over a file that is there (default: ${DEFAULT-VALUE}).") Path file,
            @Mixin Output output)
            throws IOException {
        try {
            Files.writeString(file, ConfigText.init(), StandardOpenOption.CREATE_NEW);
        } catch (FileAlreadyExistsException _) {
            throw CommandFailure.invalid(file + " is there already; name another file, or move it away");
        }
        output.print(Map.of("file", file.toString()), () -> "Wrote " + file + ".");
    }

    private static void report(List<Problem> problems, Output output) {
        problems.forEach(problem -> output.print(fields(problem), problem::render));
    }

    private static Map<String, Object> fields(ShownValue value) {
        var fields = new LinkedHashMap<String, Object>();
        fields.put("key", value.key());
        fields.put("value", value.value());
        fields.put("origin", value.origin());
        return fields;
    }

    private static Map<String, Object> fields(Problem problem) {
        var fields = new LinkedHashMap<String, Object>();
        fields.put("file", problem.file());
        fields.put("line", (long) problem.line());
        fields.put("column", (long) problem.column());
        fields.put("severity", problem.severity().name());
        fields.put("message", problem.message());
        fields.put("suggestion", problem.suggestion());
        return fields;
    }
}
