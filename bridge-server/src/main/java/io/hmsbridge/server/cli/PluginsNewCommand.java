package io.hmsbridge.server.cli;

import io.hmsbridge.server.authoring.AuthoringException;
import io.hmsbridge.server.authoring.PluginProject;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(name = "new", description = "Write a Maven project for a connector of your own: it builds, and is tested.")
final class PluginsNewCommand implements Callable<Integer> {

    @Parameters(paramLabel = "NAME", description = "The plugin's id, such as acme-connector; its folder is made here.")
    private String name;

    @Option(names = "--group", paramLabel = "GROUP", defaultValue = "com.example",
            description = "The Maven group, which its package begins with (default: ${DEFAULT-VALUE}).")
    private String group;

    @Mixin
    private Output output;

    @Override
    public Integer call() throws IOException {
        try {
            var project = PluginProject.of(name, group, Home.ofThisProcess().sdk());
            var written = project.write(Path.of(""));
            output.print(Map.of("folder", name, "connector", project.connector(),
                    "files", written.stream().map(Path::toString).toList()),
                    () -> "Wrote " + name + ", which offers " + project.connector()
                            + ". Build and test it: cd " + name + " && mvn verify");
            return ExitCode.OK;
        } catch (AuthoringException e) {
            throw CommandFailure.invalid(e.getMessage());
        }
    }
}
