package io.hmsbridge.server.cli;

import io.hmsbridge.core.plugin.LastGood;
import io.hmsbridge.server.config.ConfigException;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(name = "rollback",
        description = {"Put the version of a plugin that ran before over the one that runs. A server that runs",
            "takes it over within a second; rolled back again, the newer one returns."})
final class PluginsRollbackCommand implements Callable<Integer> {

    @Parameters(paramLabel = "ID", description = "The plugin's id, as bridge plugins list shows it.")
    private String id;

    @Mixin
    private ConfigOptions options;

    @Mixin
    private Output output;

    @Override
    public Integer call() throws ConfigException, IOException {
        var config = options.reader().read(options.file()).config();
        var plugins = config.plugins().folder();
        var back = new LastGood(config.work()).putBack(id, plugins)
                .orElseThrow(() -> CommandFailure.invalid("no version of " + id
                        + " is kept; one is when another version takes its place in a server that runs"));
        output.print(Map.of("id", id, "version", back.version(), "sha256", back.sha256()),
                () -> "Put " + id + " " + back.version() + " back into " + plugins
                        + "; `bridge plugins list` shows what became of it.");
        return ExitCode.OK;
    }
}
