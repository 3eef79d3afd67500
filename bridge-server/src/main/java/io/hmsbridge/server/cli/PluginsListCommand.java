package io.hmsbridge.server.cli;

import io.hmsbridge.core.plugin.LoadedPlugin;
import io.hmsbridge.core.problem.ProblemCode;
import io.hmsbridge.server.authoring.PluginFolder;
import io.hmsbridge.server.config.ConfigException;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(name = "list", description = {"List the plugin jars and what became of each.",
    "Where no server was named and none runs on this machine: those in the folder that a server would take."})
final class PluginsListCommand implements Callable<Integer> {

    private static final Table TABLE =
            Table.of("There are no plugins.", "id", "version", "state", "since", "connectors", "targets", "file",
                    "problem");

    @Mixin
    private Connection connection;

    @Mixin
    private ConfigOptions options;

    @Mixin
    private Output output;

    @Override
    public Integer call() throws ConfigException, IOException {
        output.print(plugins(), TABLE);
        return ExitCode.OK;
    }

    private List<JsonView> plugins() throws ConfigException, IOException {
        try (var client = connection.client()) {
            return client.get("/v1/plugins", Map.of()).list("plugins");
        } catch (CommandFailure e) {
            if (connection.isNamed() || !e.is(ProblemCode.NO_SERVER)) {
                throw e;
            }
            var config = options.reader().read(options.file()).config().plugins();
            output.error("no server runs here; these are the plugins in " + config.folder());
            return new PluginFolder(config.folder(), config.trust()).plugins().stream().map(PluginsListCommand::stopped)
                    .toList();
        }
    }

    /** As the API has it, of a plugin that no server has loaded. */
    private static JsonView stopped(LoadedPlugin plugin) {
        var refused = plugin.state() == LoadedPlugin.State.REFUSED;
        var fields = new LinkedHashMap<String, Object>();
        fields.put("id", plugin.id());
        fields.put("version", plugin.version());
        fields.put("file", plugin.file().getFileName().toString());
        fields.put("connectors", plugin.connectors());
        fields.put("targets", List.of());
        fields.put("state", refused ? plugin.state().name() : "STOPPED");
        fields.put("problem", plugin.problem());
        return JsonView.of(fields);
    }
}
