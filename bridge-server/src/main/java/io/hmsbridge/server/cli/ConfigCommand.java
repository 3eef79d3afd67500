package io.hmsbridge.server.cli;

import io.hmsbridge.core.yaml.Problem;
import io.hmsbridge.server.config.ConfigException;
import io.hmsbridge.server.config.ConfigText;
import io.hmsbridge.server.config.ShownValue;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(name = "config",
        description = "Look at the configuration, check it, bring it up to date, or write one to begin with.",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {ConfigInitCommand.class, ConfigMigrateCommand.class, HelpCommand.class})
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
            output.line("# " + options.whichFile());
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
