package io.hmsbridge.server.cli;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(name = "mappings", description = "Look at the mapping sheets, check them, test them, try them.",
        synopsisSubcommandLabel = "COMMAND", subcommands = {MappingsCheckCommand.class, MappingsTestCommand.class,
            MappingsTryCommand.class, MappingsDiffCommand.class, MappingsSchemaCommand.class, HelpCommand.class})
final class MappingsCommand implements Runnable {

    private static final Table TABLE =
            Table.of("There are no mapping sheets.", "file", "sourceEvent", "targets", "version", "age",
                    "author", "packets");

    @Spec
    private CommandSpec command;

    @Override
    public void run() {
        throw new ParameterException(command.commandLine(), "Missing command");
    }

    @Command(name = "list", description = {
        "List the mapping sheets and the problems in them: the version in force, for how long, who committed it,",
        "and how many packets it has made since."})
    void list(@Mixin Connection connection, @Mixin Output output) {
        try (var client = connection.client()) {
            var sheets = client.get("/v1/mappings", Map.of()).list("mappings");
            output.print(output.isJson() ? sheets : sheets.stream().map(MappingsCommand::aged).toList(), TABLE);
            if (!output.isJson()) {
                sheets.stream().flatMap(sheet -> sheet.list("problems").stream()).map(MappingsCommand::problem)
                        .forEach(output::line);
            }
        }
    }

    /** With how long its version has been in force. */
    private static JsonView aged(JsonView sheet) {
        var fields = new LinkedHashMap<>(sheet.fields());
        if (!sheet.text("since").isEmpty()) {
            fields.put("age", Age.text(Duration.between(Instant.parse(sheet.text("since")), Instant.now())));
        }
        return new JsonView(fields);
    }

    private static String problem(JsonView problem) {
        return "%s:%s:%s: %s%s. %s".formatted(problem.text("file"), problem.text("line"), problem.text("column"),
                problem.text("severity").equals("WARNING") ? "warning: " : "",
                problem.text("message").replaceFirst("\\.$", ""),
                problem.text("suggestion")).strip();
    }
}
