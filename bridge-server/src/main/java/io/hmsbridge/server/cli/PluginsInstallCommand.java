package io.hmsbridge.server.cli;

import io.hmsbridge.core.plugin.PluginFile;
import io.hmsbridge.core.plugin.PluginShelf;
import io.hmsbridge.server.FolderTrouble;
import io.hmsbridge.server.config.ConfigException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(name = "install",
        description = {
            "Put a plugin into the plugins folder, in the place of the version that is there, if it is whole and",
            "trusted. A server that runs tries it out within a second."})
final class PluginsInstallCommand implements Callable<Integer> {

    @Parameters(paramLabel = "FILE", description = "A plugin jar or zip.")
    private Path file;

    @Option(names = "--beside", description = "Leave the version that is there, for targets that are pinned.")
    private boolean beside;

    @Option(names = "--allow-downgrade", description = "Also in the place of a newer version.")
    private boolean allowDowngrade;

    @Mixin
    private ConfigOptions options;

    @Mixin
    private Output output;

    @Override
    public Integer call() throws ConfigException, IOException {
        if (!Files.isRegularFile(file)) {
            throw CommandFailure.invalid("there is no file " + file);
        }
        var config = options.reader().read(options.file()).config();
        var plugin = PluginFile.of(file, config.plugins().trust());
        if (plugin.problem().isPresent()) {
            throw CommandFailure.invalid(file + " would be refused: " + plugin.problem().get());
        }
        var shelf = new PluginShelf(config.plugins().folder(), config.work());
        try {
            var to = beside ? shelf.beside(file) : shelf.replace(file, plugin, allowDowngrade);
            output.print(Map.of("id", plugin.id(), "version", plugin.version(), "file", to.toString()),
                    () -> "Put " + plugin.id() + " " + plugin.version() + " into " + to
                            + "; `bridge plugins list` shows what became of it.");
            return ExitCode.OK;
        } catch (IllegalArgumentException e) {
            throw CommandFailure.invalid(e.getMessage());
        } catch (IOException e) {
            throw FolderTrouble.with("the plugins folder " + config.plugins().folder(), e);
        }
    }
}
