package io.hmsbridge.server.cli;

import io.hmsbridge.server.authoring.DevFolder;
import io.hmsbridge.server.config.ConfigException;
import io.hmsbridge.server.config.ConfigKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(name = "dev",
        description = "Run a server with a connector as it is compiled, swapped each time it is compiled again.")
final class DevCommand implements Callable<Integer> {

    /** A debugger may stop all threads, those that prolong leases too; nobody else is to have the lanes. */
    private static final Duration LEASE = Duration.ofMinutes(10);

    @Option(names = "--plugin", paramLabel = "FOLDER", required = true,
            description = "The connector's classes, such as target/classes; jars in the folder lib beside it go along.")
    private Path classes;

    @Option(names = "--debug", paramLabel = "PORT",
            description = "Where a debugger may attach, on this machine; while one is, time-outs do not run.")
    private Integer debug;

    /** Of the process that is debugged: the one before it says here when a debugger comes and goes. */
    @Option(names = "--debugged", hidden = true)
    private boolean debugged;

    @Mixin
    private ConfigOptions options;

    @Mixin
    private Output output;

    @Spec
    private CommandSpec command;

    @Override
    public Integer call() throws ConfigException, IOException, InterruptedException {
        if (!Files.isDirectory(classes)) {
            throw CommandFailure.invalid("there is no folder " + classes + "; compile the connector first");
        }
        if (debug != null && (debug < 1 || debug > 65_535)) {
            throw CommandFailure.invalid("--debug " + debug + " is no port: ports are 1 to 65535");
        }
        if (debug != null) {
            return DebuggedProcess.run(debug, command.root().commandLine().getParseResult().originalArgs());
        }
        var config = options.reader().read(options.file()).config();
        var plugins = config.data().resolve("dev-plugins");
        var reader = options.reader(Map.of(ConfigKey.PLUGINS, plugins.toString(), ConfigKey.PLUGINS_TRUST, "any"));
        try (var _ = DevFolder.follow(classes, config.plugins().folder(), plugins)) {
            if (!debugged) {
                return Serving.run(reader, options, output, bridge -> bridge);
            }
            var attached = DebuggedProcess.attached(System.in);
            return Serving.run(reader, options, output,
                    bridge -> bridge.holdingTimeouts(attached::get).leaseTerm(LEASE));
        }
    }
}
