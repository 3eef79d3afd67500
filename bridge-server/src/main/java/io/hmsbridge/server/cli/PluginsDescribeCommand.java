package io.hmsbridge.server.cli;

import io.hmsbridge.core.json.ExactJson;
import io.hmsbridge.server.authoring.AuthoringException;
import io.hmsbridge.server.authoring.ConnectorDescription;
import io.hmsbridge.server.config.ConfigException;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(name = "describe", description = "Print the settings that a connector takes.")
final class PluginsDescribeCommand implements Callable<Integer> {

    /** What is printed. */
    enum Format {
        text,
        markdown,
        schema
    }

    @Parameters(paramLabel = "NAME", description = "A connector, or the id of a plugin.")
    private String name;

    @Option(names = "--format", paramLabel = "FORMAT", defaultValue = "text",
            description = "text, markdown, or schema for JSON Schema (default: ${DEFAULT-VALUE}).")
    private Format format;

    @Mixin
    private ConfigOptions options;

    @Mixin
    private Output output;

    @Override
    public Integer call() throws ConfigException, IOException {
        var plugins = options.reader().read(options.file()).config().plugins();
        try {
            for (var described : ConnectorDescription.of(plugins.folder(), plugins.trust(), name)) {
                output.print(described.schema(), () -> text(described));
            }
            return ExitCode.OK;
        } catch (AuthoringException e) {
            throw CommandFailure.invalid(e.getMessage());
        }
    }

    private String text(ConnectorDescription described) {
        return switch (format) {
            case text -> described.text();
            case markdown -> described.markdown();
            case schema -> ExactJson.writeString(described.schema());
        };
    }
}
