package io.hmsbridge.server.cli;

import io.hmsbridge.server.authoring.AuthoringException;
import io.hmsbridge.server.authoring.SourcePlugin;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(name = "build", description = "Make a plugin jar of a source file.")
final class PluginsBuildCommand implements Callable<Integer> {

    @Parameters(paramLabel = "FILE", arity = "1..*",
            description = "The source; of several, the first names the plugin.")
    private List<Path> sources;

    @Option(names = "--id", paramLabel = "ID", defaultValue = "",
            description = "The plugin's id (default: my-connector for MyConnector.java).")
    private String id;

    @Option(names = "--plugin-version", paramLabel = "VERSION", defaultValue = "1.0.0",
            description = "The plugin's version (default: ${DEFAULT-VALUE}).")
    private String version;

    @Option(names = {"-o", "--output"}, paramLabel = "JAR",
            description = "Where to, also over a jar that is there (default: ID-VERSION.jar here).")
    private Path jar;

    @Mixin
    private Output output;

    @Override
    public Integer call() throws IOException {
        sources.stream().filter(source -> !Files.isRegularFile(source)).findFirst().ifPresent(missing -> {
            throw CommandFailure.invalid("there is no file " + missing);
        });
        var plugin = new SourcePlugin(sources, id, version);
        var to = jar == null ? Path.of(plugin.fileName()) : jar;
        try {
            var built = plugin.build(to);
            output.print(Map.of("file", to.toString(), "id", built.id(), "version", built.version(),
                    "connectors", built.connectors()),
                    () -> "Built " + to + ", which offers " + String.join(", ", built.connectors())
                            + ". Copy it into the plugins folder of a bridge; unless that loads any,"
                            + " `bridge plugins trust add` it first.");
            return ExitCode.OK;
        } catch (AuthoringException e) {
            throw CommandFailure.invalid(e.getMessage());
        }
    }
}
